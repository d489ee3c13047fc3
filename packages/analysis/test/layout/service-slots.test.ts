import { assignServiceSlots } from '../../src/layout/service-slots.js';

describe('assignServiceSlots', () => {
  it('gives eight services eight colours, whatever the order of their names', () => {
    const names = ['api', 'auth', 'cart', 'db', 'mail', 'pay', 'queue', 'web'];
    const slots = assignServiceSlots(names);
    expect(new Set(slots.values()).size).toBe(8);
    expect(assignServiceSlots(names.toReversed())).toEqual(slots);
  });

  it('gives a name alone the slot of its name', () => {
    expect([...assignServiceSlots(['shop-api'])]).toEqual([['shop-api', 4]]);
  });

  it('repeats slots beyond eight services', () => {
    const names = Array.from({ length: 30 }, (_, index) => `service-${index}`);
    const slots = [...assignServiceSlots(names).values()];
    expect(slots).toHaveLength(30);
    expect(Math.max(...slots)).toBe(7);
  });
});

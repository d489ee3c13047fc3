import { BoundedMap } from '../../src/lifecycle/bounded-map.js';

describe('BoundedMap', () => {
  it('gives out its oldest value while it holds too many', () => {
    const map = new BoundedMap<string>({ entriesMax: 2 });
    for (const key of ['a', 'b']) map.set(key, key.toUpperCase());
    expect(map.takeOverflow()).toBeUndefined();
    map.set('c', 'C');
    expect(map.takeOverflow()?.[1]).toBe('A');
    expect(map.takeOverflow()).toBeUndefined();
    expect([map.get('a'), map.get('b'), map.size]).toEqual([undefined, 'B', 2]);
  });

  it('gives out its oldest values while they weigh too much', () => {
    const map = new BoundedMap<number>({ entriesMax: 9, bytesMax: 10 });
    map.set('a', 1, 6);
    map.set('b', 2, 5);
    expect(map.takeOverflow()?.[1]).toBe(1);
    map.set('b', 3, 11);
    expect(map.takeOverflow()?.[1]).toBe(3);
    expect(map.takeOverflow()).toBeUndefined();
  });

  it('keeps the age of a value that is replaced', () => {
    const map = new BoundedMap<number>({ entriesMax: 1 });
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect(map.takeOverflow()?.[1]).toBe(3);
  });

  it('gives a value out by its key, once', () => {
    const map = new BoundedMap<number>({ entriesMax: 1 });
    map.set('a', 1);
    expect([map.take('a'), map.take('a'), map.size]).toEqual([1, undefined, 0]);
  });
});

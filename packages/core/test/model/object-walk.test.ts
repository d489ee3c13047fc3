import { ObjectWalk } from '../../src/model/object-walk.js';

describe('ObjectWalk', () => {
  it('enters an object that it is not inside of', () => {
    const walk = new ObjectWalk();
    const value = {};
    expect(walk.enter(value)).toBe('entered');
    expect(walk.enter(value)).toBe('circular');
    walk.leave(value);
    expect(walk.enter(value)).toBe('entered');
  });

  it('enters known objects a thousand times in all, and new ones without end', () => {
    const walk = new ObjectWalk();
    const value = {};
    for (let time = 0; time <= 1000; time += 1) {
      expect(walk.enter(value)).toBe('entered');
      walk.leave(value);
    }
    expect(walk.enter(value)).toBe('repeated');
    expect(walk.enter({})).toBe('entered');
  });
});

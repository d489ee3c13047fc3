import { KeyGroups } from '../../src/sources/key-groups.js';

describe('KeyGroups', () => {
  test('a value is found by its key, and by no other after it got a new one', () => {
    const groups = new KeyGroups<string, number>();
    groups.put('a', 1);
    groups.put('a', 2);
    groups.put('b', 1);
    expect([groups.of('a'), groups.of('b'), groups.of('c')]).toEqual([[2], [1], []]);
    expect(groups.size).toBe(2);
  });

  test('a key without values is used no longer', () => {
    const groups = new KeyGroups<string, number>();
    groups.put('a', 1);
    groups.delete(1);
    groups.delete(1);
    expect([...groups.usedKeys]).toEqual([]);
    expect([groups.size, groups.has(1)]).toEqual([0, false]);
  });

  test('the oldest is the one that came first, also when it is put under its key again', () => {
    const groups = new KeyGroups<string, number>();
    groups.put('a', 1);
    groups.put('b', 2);
    groups.put('a', 1);
    expect(groups.oldest).toBe(1);
    expect([...groups.values]).toEqual([1, 2]);
  });
});

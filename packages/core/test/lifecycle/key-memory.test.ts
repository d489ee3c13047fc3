import fc from 'fast-check';
import { KeyMemory } from '../../src/lifecycle/key-memory.js';

describe('KeyMemory', () => {
  it('answers true the first time that it is told a key', () => {
    const memory = new KeyMemory(10);
    expect([memory.has('a'), memory.add('a'), memory.add('a'), memory.has('a'), memory.has('b')]).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('forgets the oldest key when it is full, and counts it', () => {
    const memory = new KeyMemory(2);
    for (const key of ['a', 'b', 'c']) memory.add(key);
    expect([memory.has('a'), memory.has('b'), memory.has('c'), memory.forgotten]).toEqual([false, true, true, 1]);
  });

  it.each([0, -5])('remembers one key when it is made for %i', (keysMax) => {
    const memory = new KeyMemory(keysMax);
    for (const key of ['a', 'b', 'c']) expect(memory.add(key)).toBe(true);
    expect([memory.has('b'), memory.has('c'), memory.forgotten]).toEqual([false, true, 2]);
  });

  it('remembers what a set of the newest keys remembers, wherever the keys fall in the table', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 300 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), keys, random, (keysMax, numbers, chance) => {
        const memory = new KeyMemory(keysMax, () => chance);
        const expected = new Set<number>();
        for (const number of numbers) {
          expect(memory.add(`key ${number}`)).toBe(!expected.has(number));
          expected.add(number);
          const [oldest] = expected;
          if (expected.size > keysMax && oldest !== undefined) expected.delete(oldest);
        }
        for (let number = 0; number <= 60; number += 1) expect(memory.has(`key ${number}`)).toBe(expected.has(number));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes two hundred thousand ids of one trace for as many keys', () => {
    const memory = new KeyMemory(1_000_000);
    const trace = 'be97f2fa26196196d1c776cef223b871';
    let added = 0;
    for (let id = 0; id < 200_000; id += 1) if (memory.add(trace + id.toString(16).padStart(16, '0'))) added += 1;
    expect(added).toBe(200_000);
    expect(memory.has(`${trace}0000000000000000`)).toBe(true);
    expect(memory.has(`${trace}ffffffffffffffff`)).toBe(false);
  });
});

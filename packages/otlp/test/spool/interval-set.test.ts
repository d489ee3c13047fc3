import * as fc from 'fast-check';
import { IntervalSet, toRanges } from '../../src/spool/interval-set.js';

describe('a set of ranges', () => {
  it('joins what touches and overlaps, and keeps apart what does not', () => {
    const set = new IntervalSet();
    for (const [first, last] of [
      [5, 6],
      [1, 2],
      [9, 9],
      [3, 3],
      [6, 7],
      [20, 10],
    ] as const) {
      set.add({ first, last });
    }
    expect(set.list()).toEqual([
      { first: 1, last: 3 },
      { first: 5, last: 7 },
      { first: 9, last: 9 },
    ]);
    expect(set.max).toBe(9);
    expect(new IntervalSet().max).toBe(0);
  });

  it('has exactly what was added, in as few ranges as there are gaps', () => {
    const arbitraryRange = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 8 }));
    fc.assert(
      fc.property(fc.array(arbitraryRange, { maxLength: 40 }), (ranges) => {
        const set = new IntervalSet();
        const model = new Set<number>();
        for (const [first, more] of ranges) {
          set.add({ first, last: first + more });
          for (let value = first; value <= first + more; value += 1) model.add(value);
        }
        for (let value = 0; value <= 70; value += 1) expect(set.has(value)).toBe(model.has(value));
        const starts = [...model].filter((value) => !model.has(value - 1)).sort((a, b) => a - b);
        expect(set.list().map(({ first }) => first)).toEqual(starts);
      }),
    );
  });

  it('makes ranges of numbers in any order, with repeats', () => {
    expect(toRanges([3, 1, 2, 9, 2])).toEqual([
      { first: 1, last: 3 },
      { first: 9, last: 9 },
    ]);
    expect(toRanges([])).toEqual([]);
  });
});

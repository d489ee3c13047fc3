import fc from 'fast-check';
import { EarliestList, type EarliestListKind } from '../../src/lifecycle/earliest-list.js';

const NUMBERS: EarliestListKind<number> = {
  itemsMax: 8,
  compare: (a, b) => a - b,
  textOf: String,
  sizeBytesOf: () => 10,
  weightOf: () => 1,
  fingerprintsMax: 1000,
};

function listOf(numbers: readonly number[], kind = NUMBERS): EarliestList<number> {
  const list = new EarliestList(kind);
  for (const number of numbers) list.add(number);
  return list;
}

describe('EarliestList', () => {
  it('keeps the earliest, sorted, each once, and counts the others once, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 }), (numbers) => {
        const list = listOf(numbers);
        const set = [...new Set(numbers)].sort((a, b) => a - b);
        expect(list.items).toEqual(set.slice(0, 8));
        expect(list.droppedCount).toBe(Math.max(0, set.length - 8));
      }),
      { numRuns: 2000 },
    );
  });

  it('says whether an item is new', () => {
    const list = new EarliestList({ ...NUMBERS, itemsMax: 1 });
    expect([2, 2, 1, 1, 2, 3, 3].map((number) => list.add(number))).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('weighs what it holds, fingerprints included', () => {
    expect(listOf([1, 2, 3]).sizeBytes).toBe(30);
    expect(listOf([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]).sizeBytes).toBe(80 + 2 * 40);
  });

  it('counts what does not fit by its weight', () => {
    expect(listOf([1, 2, 3], { ...NUMBERS, itemsMax: 1, weightOf: (number) => number }).droppedCount).toBe(5);
  });

  it('counts an item that is read twice twice when it tells no more apart', () => {
    const list = listOf([1, 2, 3, 3, 2], { ...NUMBERS, itemsMax: 1, fingerprintsMax: 1 });
    expect(list.droppedCount).toBe(3);
  });
});

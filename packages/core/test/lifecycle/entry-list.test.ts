import fc from 'fast-check';
import { EntryList, type Linked } from '../../src/lifecycle/entry-list.js';

class Item implements Linked {
  previous: this | undefined = undefined;
  next: this | undefined = undefined;

  constructor(readonly number: number) {}
}

function numbersOf(list: EntryList<Item>): number[] {
  return [...list.entries()].map(({ number }) => number);
}

describe('EntryList', () => {
  it('keeps the order of last use and what all weigh', () => {
    const list = new EntryList<Item>();
    const [a, b, c] = [new Item(1), new Item(2), new Item(3)];
    for (const item of [a, b, c]) list.append(item, 10);
    list.moveToEnd(a);
    expect(numbersOf(list)).toEqual([2, 3, 1]);
    list.moveToEnd(a);
    list.remove(c, 10);
    expect(numbersOf(list)).toEqual([2, 1]);
    expect([list.size, list.sizeBytes, list.oldest]).toEqual([2, 20, b]);
  });

  it('allows an entry to be removed while it is looked at', () => {
    const list = new EntryList<Item>();
    for (const number of [1, 2, 3]) list.append(new Item(number), 0);
    for (const item of list.entries()) list.remove(item, 0);
    expect([numbersOf(list), list.size, list.oldest]).toEqual([[], 0, undefined]);
  });

  it('does what an array does, step by step', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('append', 'remove', 'moveToEnd'), fc.nat({ max: 5 })));
    fc.assert(
      fc.property(steps, (list) => {
        const items = Array.from({ length: 6 }, (_, number) => new Item(number));
        const entries = new EntryList<Item>();
        let expected: number[] = [];
        for (const [step, number] of list) {
          const item = items[number] ?? new Item(number);
          const isIn = expected.includes(number);
          if (isIn === (step === 'append')) continue;
          if (step === 'append') entries.append(item, number);
          else if (step === 'remove') entries.remove(item, number);
          else entries.moveToEnd(item);
          expected = expected.filter((other) => other !== number);
          if (step !== 'remove') expected.push(number);
          expect(numbersOf(entries)).toEqual(expected);
          expect(entries.sizeBytes).toBe(expected.reduce((sum, other) => sum + other, 0));
        }
      }),
      { numRuns: 500 },
    );
  });
});

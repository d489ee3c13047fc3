import fc from 'fast-check';
import { type Arrived, ArrivalOrder } from '../../src/store/arrival-order.js';

interface Entry extends Arrived<Entry> {
  readonly name: number;
}

function entry(name: number): Entry {
  return { name, older: undefined, newer: undefined };
}

function names(entries: Iterable<Entry>): number[] {
  return [...entries].map(({ name }) => name);
}

describe('ArrivalOrder', () => {
  it('an empty order has no entries in either direction', () => {
    const order = new ArrivalOrder<Entry>();
    expect(names(order.oldestFirst())).toEqual([]);
    expect(names(order.newestFirst())).toEqual([]);
  });

  it('an entry that was removed can be appended again, as the newest', () => {
    const order = new ArrivalOrder<Entry>();
    const first = entry(1);
    order.append(first);
    order.append(entry(2));
    order.remove(first);
    order.append(first);
    expect(names(order.oldestFirst())).toEqual([2, 1]);
    expect(names(order.newestFirst())).toEqual([1, 2]);
  });

  it('behaves like a list under any sequence of appending and removing', () => {
    const steps = fc.array(fc.oneof(fc.constant('append' as const), fc.nat({ max: 20 })));
    fc.assert(
      fc.property(steps, (sequence) => {
        const order = new ArrivalOrder<Entry>();
        const model: Entry[] = [];
        for (const [index, step] of sequence.entries()) {
          if (step === 'append') {
            const added = entry(index);
            order.append(added);
            model.push(added);
          } else if (model.length > 0) {
            const [removed] = model.splice(step % model.length, 1);
            if (removed !== undefined) order.remove(removed);
          }
        }
        expect(names(order.oldestFirst())).toEqual(names(model));
        expect(names(order.newestFirst())).toEqual(names([...model].reverse()));
      }),
    );
  });
});

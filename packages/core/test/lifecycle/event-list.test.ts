import fc from 'fast-check';
import { EventList, EVENTS_MAX } from '../../src/lifecycle/event-list.js';
import type { SpanEventContent } from '../../src/model/span-signal.js';
import { eventOf } from '../support/signals.js';

function listOf(events: readonly SpanEventContent[]): EventList {
  const list = new EventList();
  for (const event of events) list.add(event);
  return list;
}

function numbered(count: number): SpanEventContent[] {
  return Array.from({ length: count }, (_, index) => eventOf(`e${index}`, index));
}

describe('EventList', () => {
  it('keeps the earliest 128 of the events, whatever the order in which they and their doubles come', () => {
    const orders = fc
      .array(fc.integer({ min: 0, max: 199 }), { minLength: 150, maxLength: 300 })
      .chain((numbers) => fc.tuple(fc.constant(numbers), fc.shuffledSubarray(numbers, { minLength: numbers.length })));
    const events = numbered(200);
    const take = (numbers: readonly number[]) => listOf(numbers.flatMap((n) => events.slice(n, n + 1))).take(undefined);
    fc.assert(
      fc.property(orders, ([first, second]) => {
        const distinct = [...new Set(first)].sort((a, b) => a - b);
        expect(take(second).events.map(({ name }) => name)).toEqual(distinct.slice(0, 128).map((n) => `e${n}`));
        expect(take(second)).toEqual(take(first));
        expect(take(first).droppedCount).toBe(Math.max(0, distinct.length - 128));
      }),
      { numRuns: 200 },
    );
  });

  it('tells that an event is there already, also one over the limit', () => {
    const list = listOf(numbered(200));
    expect([list.add(eventOf('e3', 3)), list.add(eventOf('e199', 199)), list.add(eventOf('new', 500))]).toEqual([
      false,
      false,
      true,
    ]);
    expect(list.count).toBe(201);
  });

  it('leaves out the record that turned out to be the end, and keeps one more in its place', () => {
    const taken = listOf(numbered(200)).take(eventOf('e5', 5));
    expect(taken.events).toHaveLength(EVENTS_MAX);
    expect(taken.events.at(-1)?.name).toBe('e128');
    expect(taken.droppedCount).toBe(71);
  });

  it('leaves out one that is over the limit itself', () => {
    const taken = listOf(numbered(200)).take(eventOf('e199', 199));
    expect(taken.events.at(-1)?.name).toBe('e127');
    expect(taken.droppedCount).toBe(71);
  });

  it('counts 100,000 events exactly', () => {
    const taken = listOf(numbered(100_000)).take(undefined);
    expect([taken.events.length, taken.droppedCount]).toEqual([128, 99_872]);
  });

  it('weighs what it holds', () => {
    expect(listOf([eventOf('a', 1)]).sizeBytes).toBe(250);
    expect(new EventList().sizeBytes).toBe(0);
  });
});

import fc from 'fast-check';
import { LogQueue, type LogDeliveryTerms } from '../../src/delivery/log-queue.js';
import { makeLogRecord } from '../support/log-records.js';

const LIMITS = { batchSpansMax: 2, batchBytesMax: 1_000_000 };

function queueOf(bodies: readonly (readonly [string, LogDeliveryTerms?])[], queueRecordsMax = 100) {
  const dropped: unknown[] = [];
  const queue = new LogQueue({ queueRecordsMax, queueBytesMax: 1_000_000, onDrop: ({ body }) => dropped.push(body) });
  for (const [body, terms = {}] of bodies) queue.push(makeLogRecord({ body }), terms, 0);
  const take = (target: 'receiver' | 'store' = 'receiver') => queue.take(LIMITS, target);
  return { queue, dropped, take };
}

const bodiesOf = (entries: readonly { readonly record: { readonly body?: unknown } }[]): readonly unknown[] =>
  entries.map(({ record }) => record.body);

it('what was not sent waits at its old place', () => {
  const { queue, take } = queueOf([['a'], ['b'], ['c']]);
  const first = take();
  expect([queue.waiting, queue.flying, queue.firstSequence]).toEqual([1, 2, 1]);
  for (const entry of first) queue.land(entry);
  expect(bodiesOf(take())).toEqual(['a', 'b']);
});

it('a record has one outcome: the second to settle it is told that it is late', () => {
  const { queue, take } = queueOf([['a']]);
  const [entry] = take();
  if (entry === undefined) throw new Error('nothing was taken');
  expect(bodiesOf(queue.takeAll())).toEqual(['a']);
  expect(queue.settle(entry)).toBe(false);
  queue.land(entry);
  expect([queue.waiting, queue.flying, queue.firstSequence]).toEqual([0, 0, Infinity]);
});

it('only lasting records go to the store, and none past a mortal one of its lane', () => {
  const { take } = queueOf([['beat', { lane: 's', lifetimeMs: 5 }], ['stop', { lane: 's' }], ['other']]);
  expect(bodiesOf(take('store'))).toEqual(['other']);
});

it('lifetimes end at their moment, but not under way', () => {
  const { queue, take } = queueOf([['a', { lifetimeMs: 5 }], ['b'], ['c', { lifetimeMs: 5 }]]);
  take();
  expect(queue.takeExpired(4)).toEqual([]);
  expect(bodiesOf(queue.takeExpired(5))).toEqual(['c']);
});

it('a record larger than the queue is dropped and costs no other one', () => {
  const { queue, dropped } = queueOf([['a']]);
  queue.push(makeLogRecord({ body: 'x'.repeat(1_000_000), severityNumber: 21 }), {}, 0);
  expect([queue.waiting, dropped.length]).toEqual([1, 1]);
});

it('never holds more than it may, and loses nothing without saying so', () => {
  const terms = fc.record({ lane: fc.constantFrom('a', 'b'), lifetimeMs: fc.constant(9) }, { requiredKeys: [] });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), terms), { maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      (all, max) => {
        const { queue, dropped } = queueOf(all, max);
        expect(queue.waiting).toBeLessThanOrEqual(max);
        expect(queue.waiting + dropped.length).toBe(all.length);
        expect(queue.takeAll()).toHaveLength(all.length - dropped.length);
        expect([queue.waiting, queue.waitingBytes]).toEqual([0, 0]);
      },
    ),
  );
});

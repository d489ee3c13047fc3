import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../../src/codec/encoding.js';
import { decodeTraces } from '../../src/codec/decode-traces.js';
import { BATCH_LIMITS_DEFAULT } from '../../src/delivery/batch.js';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { OverflowDrain } from '../../src/delivery/overflow-drain.js';
import { toOverflowEntries } from '../../src/delivery/overflow-entries.js';
import { SPAN_OVERFLOW } from '../../src/delivery/overflow-kind.js';
import type { OverflowEntry } from '../../src/delivery/overflow-store.js';
import { PersistentPost } from '../../src/delivery/persistent-post.js';
import { SpanDelivery } from '../../src/delivery/span-delivery.js';
import { createFakeTransport, failure, namesIn, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';
import { makeSpans } from '../support/spans.js';

const named = (count: number, prefix = 's') =>
  makeSpans(count).map((span, index) => ({ ...span, name: `${prefix}${index}` }));

const entriesOf = (...groups: readonly (readonly ReadableSpan[])[]): readonly OverflowEntry[] =>
  groups.flatMap((spans) => toOverflowEntries(spans).entries);

function scene(answer: Answer, entries: readonly OverflowEntry[], encoding: OtlpEncoding = 'protobuf') {
  const transport = createFakeTransport(answer);
  const clock = createManualClock();
  const store = createMemoryStore(entries);
  const told: string[] = [];
  const warnings = new OneTimeWarnings('Test', (message) => told.push(message));
  const policy = {
    initialBackoffMs: 1_000,
    backoffMaxMs: 30_000,
    retryForMs: Infinity,
    random: () => 0.5,
    recoveryRequestsMax: 4,
  };
  const post = new PersistentPost({ transport, clock, policy, warnings, signal: undefined });
  const batchLimits = BATCH_LIMITS_DEFAULT;
  const delivery = new SpanDelivery({ encoding, batchLimits, post, warnings });
  const counts: Record<string, number> = {};
  const drain = new OverflowDrain({
    kind: SPAN_OVERFLOW,
    destination: store.destination('traces'),
    delivery,
    post,
    encoding,
    batchLimits,
    concurrency: 4,
    warnings,
    onSettled: ({ status }, spanCount) => {
      counts[status] = (counts[status] ?? 0) + spanCount;
    },
    onAck: () => undefined,
  });
  return { drain, store, transport, clock, counts, post, told };
}

it('records go out as the bytes that were kept, many in one request, oldest first', async () => {
  const entries = entriesOf(named(300, 'a'), named(200, 'b'), named(100, 'c'));
  const { drain, transport, counts, store } = scene(() => SUCCESS, entries);
  drain.kick();
  await settleTurns();
  expect(transport.bodies.map((body) => namesIn(body).length)).toEqual([500, 100]);
  expect(transport.bodies[1]).toEqual(entries.at(-1)?.body);
  expect(counts).toEqual({ accepted: 600 });
  expect(store.records).toEqual([]);
});

it('one bad span of a record is found, the others arrive', async () => {
  const { drain, counts, store } = scene(
    (body) => (namesIn(body).includes('b77') ? failure(400) : SUCCESS),
    entriesOf(named(100, 'a'), named(100, 'b'), named(100, 'c')),
  );
  drain.kick();
  await settleTurns(80);
  expect(counts).toEqual({ accepted: 299, refused: 1 });
  expect(store.records).toEqual([]);
});

it.each([
  [failure(500), { refused: 300 }],
  [{ status: 'partial', rejectedSpans: 7, message: 'too old' } as const, { accepted: 293, refused: 7 }],
])('a receiver that answers %j decides about all spans', async (answer, expected) => {
  const { drain, counts, store } = scene(() => answer, entriesOf(named(100, 'a'), named(200, 'b')));
  drain.kick();
  await settleTurns();
  expect(counts).toEqual(expected);
  expect(store.records).toEqual([]);
});

it('for a receiver of JSON records are decoded', async () => {
  const { drain, transport, counts } = scene(() => SUCCESS, entriesOf(named(3, 'a'), named(3, 'b')), 'json');
  drain.kick();
  await settleTurns();
  const results = transport.bodies.map((body) => decodeTraces(body, 'json'));
  expect(results.map((result) => (result.status === 'decoded' ? result.spans.length : 0))).toEqual([6]);
  expect(counts).toEqual({ accepted: 6 });
});

it('while the destination is down there is one request, and after it come the others', async () => {
  const entries = entriesOf(...Array.from({ length: 8 }, (_, group) => named(500, `g${group}-`)));
  const { drain, transport, clock, counts } = scene(() => (clock.now() < 5_000 ? UNAVAILABLE : SUCCESS), entries);
  for (let second = 0; second < 5; second++) {
    drain.kick();
    await clock.advance(1_000);
  }
  // Four were under way when it was found to be down, then one probe after 0.5, 1, 2 and 4 s.
  expect(transport.bodies.length).toBeLessThanOrEqual(4 + 4);
  await clock.advance(10_000);
  expect(counts).toEqual({ accepted: 4_000 });
});

it('when it is closed, what was not sent can be taken again', async () => {
  const { drain, store, post, counts } = scene(() => UNAVAILABLE, entriesOf(named(10)));
  drain.kick();
  await settleTurns();
  post.close();
  await drain.close();
  expect(counts).toEqual({});
  const again = await store.destination('traces').take({ spansMax: 10, bytesMax: 1e6 });
  expect(again).toHaveLength(1);
});

it('logs in the store are left alone', async () => {
  const logs = entriesOf(named(1)).map((entry): OverflowEntry => ({ ...entry, signal: 'logs' }));
  const { drain, transport, store } = scene(() => SUCCESS, [...logs, ...entriesOf(named(2))]);
  drain.kick();
  await settleTurns();
  expect(transport.bodies.map(namesIn)).toEqual([['s0', 's1']]);
  expect(store.records.map((record) => record.signal)).toEqual(['logs']);
});

it('a record that cannot be read is refused with all its spans', async () => {
  const broken: OverflowEntry = { signal: 'traces', priority: 1, spanCount: 5, body: new Uint8Array([1, 2, 3]) };
  const { drain, counts, store } = scene(() => failure(400), [broken]);
  drain.kick();
  await settleTurns();
  expect(counts).toEqual({ refused: 5 });
  expect(store.records).toEqual([]);
});

it('a store that cannot be read is told, and does no other harm', async () => {
  const { drain, store, told } = scene(() => SUCCESS, entriesOf(named(1)));
  const destination = store.destination('traces');
  Object.assign(destination, { take: () => Promise.reject(new Error('gone')) });
  drain.kick();
  await settleTurns();
  await drain.close();
  expect(told).toEqual(['Test: spans in the spool cannot be read: Error: gone']);
});

import { OtlpLogExporter } from '../../src/delivery/otlp-log-exporter.js';
import { createFakeTransport, SUCCESS, UNAVAILABLE } from '../support/fake-transport.js';
import { bodiesIn, makeLogRecord, makeLogRecords } from '../support/log-records.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';

it('no more requests are in flight than are allowed', async () => {
  const transport = createFakeTransport(() => new Promise(() => undefined));
  const exporter = new OtlpLogExporter({ transport, concurrency: 2, batchRecordsMax: 1, warn: () => undefined });
  for (const record of makeLogRecords(5)) exporter.add(record);
  await settleTurns();
  expect(transport.bodies).toHaveLength(2);
  exporter.flushSync();
});

it('while the destination is down only the breaker lets requests out, and nothing spins', async () => {
  const clock = createManualClock();
  const transport = createFakeTransport(() => UNAVAILABLE);
  const exporter = new OtlpLogExporter({ transport, clock, random: () => 0.999, warn: () => undefined });
  for (const record of makeLogRecords(2_000)) exporter.add(record);
  await clock.advance(60_000);
  expect(transport.bodies.length).toBeLessThan(12);
  expect(exporter.ledger()).toMatchObject({ queued: 2_000, inFlight: 0 });
  exporter.flushSync();
});

it('records that were put away while they were being kept are counted as kept twice', async () => {
  const clock = createManualClock();
  const spool = createMemoryStore();
  let release = (): void => undefined;
  spool.hold = new Promise((resolve) => (release = resolve));
  const transport = createFakeTransport(() => UNAVAILABLE);
  const exporter = new OtlpLogExporter({ transport, clock, spool, warn: () => undefined });
  exporter.add(makeLogRecord({ body: 'a' }));
  await clock.advance(2_000);
  expect(spool.calls.appends).toBe(1);
  expect(exporter.flushSync()).toEqual({ spooled: 1, dropped: 0 });
  release();
  await settleTurns();
  expect(exporter.ledger()).toMatchObject({ taken: 1, recovered: 1, spooled: 2, inFlight: 0, queued: 0 });
});

it('a lane that has records in the store is sent from there first', async () => {
  const clock = createManualClock();
  let isDown = true;
  const transport = createFakeTransport(() => (isDown ? UNAVAILABLE : SUCCESS));
  const spool = createMemoryStore();
  const exporter = new OtlpLogExporter({ transport, clock, spool, warn: () => undefined });
  exporter.add(makeLogRecord({ body: 'a1' }), { lane: 'a' });
  await clock.advance(2_000);
  isDown = false;
  const before = transport.bodies.length;
  exporter.add(makeLogRecord({ body: 'a2' }), { lane: 'a' });
  await clock.advance(120_000);
  expect(transport.bodies.slice(before).flatMap((body) => [...bodiesIn(body)])).toEqual(['a1', 'a2']);
});

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import type { OtlpSpanExporterOptions } from '../../src/delivery/exporter-options.js';
import { toOverflowEntries } from '../../src/delivery/overflow-entries.js';
import { createFakeTransport, failure, namesIn, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { expectBalance } from '../support/ledger-balance.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';
import { makeSpans } from '../support/spans.js';

const named = (count: number, prefix = 's') =>
  makeSpans(count).map((span, index) => ({ ...span, name: `${prefix}${index}` }));

const ignore = (): void => undefined;

function scene(answer: Answer, options: Partial<OtlpSpanExporterOptions> & { left?: readonly ReadableSpan[] } = {}) {
  const { left = [], ...more } = options;
  const transport = createFakeTransport(answer);
  const clock = createManualClock();
  const told: string[] = [];
  const spool = createMemoryStore(toOverflowEntries(left).entries);
  const exporter = new OtlpSpanExporter({
    transport,
    clock,
    spool,
    random: () => 0.5,
    warn: (message) => told.push(message),
    ...more,
  });
  return { exporter, transport, clock, told, spool, arrived: () => transport.bodies.flatMap(namesIn) };
}

it('what an earlier process left is sent at once', async () => {
  const { exporter, arrived, spool } = scene(() => SUCCESS, { left: named(100, 'left') });
  expect(exporter.ledger()).toMatchObject({ recovered: 100, spooled: 100 });
  await settleTurns();
  expect(arrived()).toEqual(named(100, 'left').map((span) => span.name));
  expect(spool.records).toEqual([]);
  expect(exporter.ledger()).toMatchObject({ taken: 0, recovered: 100, accepted: 100, spooled: 0 });
});

it('fresh spans do not wait behind what was left', async () => {
  const { exporter, clock, spool } = scene(
    (body) => (namesIn(body)[0]?.startsWith('left') ? new Promise(ignore) : SUCCESS),
    {
      left: named(5_000, 'left'),
    },
  );
  exporter.export(named(3), ignore);
  await clock.advance(1_000);
  expect(exporter.ledger()).toMatchObject({ accepted: 3, spooled: 5_000 });
  expect(spool.names()).toHaveLength(5_000);
});

it('during an outage spans go to the spool and come from it when the destination is back, oldest first', async () => {
  const { exporter, clock, transport, spool, arrived } = scene(() => (clock.now() < 60_000 ? UNAVAILABLE : SUCCESS));
  for (let second = 0; second < 50; second++) {
    exporter.export(named(100, `t${second}-`), ignore);
    await clock.advance(1_000);
    expectBalance(exporter.ledger());
  }
  expect(exporter.ledger()).toMatchObject({ taken: 5_000, accepted: 0, dropped: 0, spooled: 5_000, inFlight: 0 });
  expect(spool.names()).toHaveLength(5_000);
  const probes = transport.bodies.length;
  expect(probes).toBeLessThanOrEqual(12);
  await clock.advance(40_000);
  expect(exporter.ledger()).toMatchObject({ accepted: 5_000, spooled: 0 });
  const names = arrived().slice(transport.bodies.slice(0, probes).flatMap(namesIn).length);
  expect(new Set(names).size).toBe(5_000);
  expect(names[0]).toBe('t0-0');
});

it('a burst beyond the queue goes to the spool, not one span is lost', async () => {
  const { exporter, spool } = scene(() => SUCCESS, { queueSpansMax: 2_000 });
  exporter.export(named(10_000), ignore);
  expectBalance(exporter.ledger());
  await settleTurns(200);
  await exporter.forceFlush();
  await settleTurns(200);
  expect(exporter.ledger()).toMatchObject({ taken: 10_000, accepted: 10_000, dropped: 0, spooled: 0 });
  expect(spool.calls.appends).toBeGreaterThan(10);
});

it('with a disk that does not keep up the queue drops by priority, and the account stays exact', async () => {
  const { exporter, spool } = scene(() => UNAVAILABLE, { queueSpansMax: 1_000 });
  spool.hold = new Promise(ignore);
  const large = named(100_000).map((span) => ({ ...span, attributes: { body: 'x'.repeat(600) } }));
  exporter.export(large, ignore);
  await settleTurns();
  const ledger = exporter.ledger();
  expect(ledger.droppedByReason['queue-full']).toBeGreaterThan(1_000);
  expect(ledger.inFlight).toBeLessThan(60_000);
  expectBalance(ledger);
});

it.each([
  [{ status: 'full' } as const, 'It is full.'],
  [{ status: 'failed', detail: 'ENOSPC: no space left.' } as const, 'ENOSPC: no space left.'],
])('with a spool that says %j spans stay in memory and are sent from there', async (answer, why) => {
  const { exporter, clock, spool, told } = scene(() => (clock.now() < 20_000 ? UNAVAILABLE : SUCCESS));
  spool.answer = answer;
  exporter.export(named(1_000), ignore);
  await clock.advance(10_000);
  expect(exporter.ledger()).toMatchObject({ spooled: 0, dropped: 0 });
  expect(told.filter((message) => message.includes('spooled'))).toEqual([
    `OtlpSpanExporter: spans cannot be spooled and stay in memory as long as there is room. ${why}`,
  ]);
  await clock.advance(60_000);
  expect(exporter.ledger()).toMatchObject({ accepted: 1_000, dropped: 0 });
});

it('a flush during an outage ends when the spans are in the spool and synced', async () => {
  const { exporter, spool, clock } = scene(() => UNAVAILABLE);
  exporter.export(named(3), ignore);
  const flushing = exporter.forceFlush();
  await clock.advance(0);
  await flushing;
  expect(spool.names()).toEqual(['s0', 's1', 's2']);
  expect(spool.calls.syncs).toBeGreaterThan(0);
});

describe('a shutdown', () => {
  it('during an outage spools the rest and loses nothing', async () => {
    const { exporter, clock, spool } = scene(() => UNAVAILABLE);
    exporter.export(named(1_300), ignore);
    const end = exporter.shutdown();
    await clock.advance(100);
    await end;
    expect(exporter.ledger()).toMatchObject({ taken: 1_300, spooled: 1_300, dropped: 0, queued: 0, inFlight: 0 });
    expect(new Set(spool.names()).size).toBe(1_300);
    expect(spool.calls.closes).toBe(1);
  });

  it('with a backend that hangs spools the rest when its deadline has passed', async () => {
    const { exporter, clock, spool } = scene(() => new Promise(ignore));
    exporter.export(named(1_300), ignore);
    const end = exporter.shutdown(2_000);
    await clock.advance(2_200);
    await end;
    expect(spool.calls.syncAppends).toBe(1);
    expect(new Set(spool.names()).size).toBe(1_300);
    expect(exporter.ledger()).toMatchObject({ spooled: 1_300, dropped: 0 });
    expectBalance(exporter.ledger());
  });

  it('with a hanging backend and a full spool counts the rest', async () => {
    const { exporter, clock, spool } = scene(() => new Promise(ignore));
    spool.answer = { status: 'full' };
    exporter.export(named(10), ignore);
    const end = exporter.shutdown(2_000);
    await clock.advance(2_200);
    await end;
    expect(exporter.ledger().droppedByReason.shutdown).toBe(10);
  });
});

describe('the end of a process', () => {
  it('puts everything that waits or is in flight into the spool before it returns', async () => {
    const { exporter, spool } = scene(() => new Promise(ignore));
    exporter.export(named(10_000), ignore);
    await settleTurns();
    expect(exporter.ledger().inFlight).toBeGreaterThan(0);
    expect(exporter.flushSync()).toEqual({ spooled: 10_000, dropped: 0 });
    expect(new Set(spool.names()).size).toBe(10_000);
    expectBalance(exporter.ledger());
  });

  it('while spans are being written keeps them once more, and the account stays exact', async () => {
    const { exporter, spool, clock } = scene(() => UNAVAILABLE);
    let writeOn = ignore;
    spool.hold = new Promise((resolve) => (writeOn = resolve));
    exporter.export(named(512), ignore);
    await clock.advance(1);
    expect(spool.calls.appends).toBe(1);
    expect(exporter.flushSync()).toEqual({ spooled: 512, dropped: 0 });
    writeOn();
    await settleTurns();
    expect(spool.names()).toHaveLength(1_024);
    expect(exporter.ledger()).toMatchObject({ taken: 512, recovered: 512, spooled: 1_024 });
    expectBalance(exporter.ledger());
  });
});

it('spans that the spool drops are counted under its reason', async () => {
  const { exporter } = scene(() => UNAVAILABLE, { left: named(10) });
  exporter.noteSpoolDrop({ reason: 'spool-size', spanCount: 4 });
  exporter.noteSpoolDrop({ reason: 'spool-corrupt', spanCount: 9 });
  await settleTurns();
  expect(exporter.ledger()).toMatchObject({ recovered: 13, spooled: 0, dropped: 13 });
  expect(exporter.ledger().droppedByReason).toMatchObject({ 'spool-size': 4, 'spool-corrupt': 9 });
  expectBalance(exporter.ledger());
});

it('outcomes of spans from the spool are told, too', async () => {
  const outcomes: string[] = [];
  const { exporter } = scene((body) => (namesIn(body).includes('s3') ? failure(400) : SUCCESS), {
    left: named(5),
    onOutcome: (span, outcome) => outcomes.push(`${span.name} ${outcome.status}`),
  });
  await settleTurns(60);
  expect([...outcomes].sort()).toEqual(['s0 accepted', 's1 accepted', 's2 accepted', 's3 refused', 's4 accepted']);
  expect(exporter.ledger()).toMatchObject({ accepted: 4, refused: 1, spooled: 0 });
});

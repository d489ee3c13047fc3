import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import type { OtlpSpanExporterOptions } from '../../src/delivery/exporter-options.js';
import { createFakeTransport, failure, namesIn, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { expectBalance } from '../support/ledger-balance.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';
import { idOf, makeAnchor, makeFinal, makeMarker } from '../support/provisional-spans.js';
import { makeSpan, makeSpans } from '../support/spans.js';

const REAL_ID = idOf(0xabc);

function scene(answer: Answer, options: Partial<OtlpSpanExporterOptions> & { isSpooled?: boolean } = {}) {
  const { isSpooled = false, ...more } = options;
  const transport = createFakeTransport(answer);
  const clock = createManualClock();
  const told: string[] = [];
  const outcomes: string[] = [];
  const spool = createMemoryStore();
  const exporter = new OtlpSpanExporter({
    transport,
    clock,
    random: () => 0.5,
    warn: (message) => told.push(message),
    onOutcome: (span, { status }) => outcomes.push(`${span.name} ${status}`),
    ...(isSpooled ? { spool } : {}),
    ...more,
  });
  const arrived = () => transport.bodies.flatMap(namesIn);
  return { exporter, transport, clock, told, outcomes, spool, arrived };
}

const ignore = (): void => undefined;

describe('a withdrawn span', () => {
  it.each(['marker first', 'final first'])(
    'T7: marker and final in one batch, %s: only the final leaves',
    async (order) => {
      const { exporter, outcomes, arrived } = scene(() => SUCCESS);
      const { marker, withdraw } = makeMarker({ realId: REAL_ID });
      const final = makeFinal({ realId: REAL_ID });
      withdraw();
      for (const span of order === 'marker first' ? [marker, final] : [final, marker]) exporter.add(span);
      await exporter.forceFlush();
      expect(arrived()).toEqual([`final ${REAL_ID}`]);
      expect(exporter.ledger()).toMatchObject({ taken: 2, accepted: 1, suppressed: 1 });
      expect([...outcomes].sort()).toEqual([`final ${REAL_ID} accepted`, `marker ${REAL_ID} suppressed`]);
      expectBalance(exporter.ledger());
    },
  );

  it.each(['marker first', 'final first'])('T7: also one that nobody withdrew, %s', async (order) => {
    const { exporter, arrived } = scene(() => SUCCESS);
    const { isWithdrawn: _, ...marker } = makeMarker({ realId: REAL_ID }).marker;
    const final = makeFinal({ realId: REAL_ID });
    for (const span of order === 'marker first' ? [marker, final] : [final, marker]) exporter.add(span);
    await exporter.forceFlush();
    expect(arrived()).toEqual([`final ${REAL_ID}`]);
    expect(exporter.ledger()).toMatchObject({ accepted: 1, suppressed: 1 });
  });

  it.each([
    ['alone', false, 0],
    ['alone, with a spool', true, 0],
    ['behind other spans', false, 40],
    ['behind other spans, with a spool', true, 40],
    ['packed', false, 5_000],
    ['behind many, with a spool', true, 5_000],
  ])('T8: a marker behind a dead backend whose span ends is never sent (%s)', async (_, isSpooled, before) => {
    const received: string[] = [];
    const { exporter, clock, spool } = scene(
      (body) => {
        if (clock.now() < 60_000) return UNAVAILABLE;
        received.push(...namesIn(body));
        return SUCCESS;
      },
      { isSpooled },
    );
    exporter.add(makeSpan({ name: 'first' }));
    await clock.advance(1_500);
    for (const span of makeSpans(before)) exporter.add(span);
    const { marker, withdraw } = makeMarker({ realId: REAL_ID });
    exporter.add(marker);
    await clock.advance(30_000);
    withdraw();
    exporter.add(makeFinal({ realId: REAL_ID }));
    await clock.advance(200_000);
    expect(received.filter((name) => name.endsWith(REAL_ID))).toEqual([`final ${REAL_ID}`]);
    expect(received).toHaveLength(before + 2);
    expect(exporter.ledger()).toMatchObject({
      accepted: before + 2,
      suppressed: 1,
      dropped: 0,
      queued: 0,
      inFlight: 0,
    });
    expect(spool.records).toEqual([]);
    expectBalance(exporter.ledger());
  });

  it('leaves a batch that is tried again, and the rest keeps its bytes until then', async () => {
    const { exporter, clock, transport } = scene(() => (transport.bodies.length < 4 ? UNAVAILABLE : SUCCESS));
    const { marker, withdraw } = makeMarker({ realId: REAL_ID });
    exporter.add(marker);
    exporter.add(makeSpan({ name: 'other', spanId: idOf(7) }));
    await clock.advance(3_000);
    const [first, second] = transport.bodies;
    expect(namesIn(first ?? new Uint8Array())).toEqual([`marker ${REAL_ID}`, 'other']);
    expect(second).toEqual(first);
    withdraw();
    await clock.advance(60_000);
    expect(namesIn(transport.bodies[3] ?? new Uint8Array())).toEqual(['other']);
    expect(exporter.ledger()).toMatchObject({ accepted: 1, suppressed: 1 });
  });

  it('that is alone in a batch ends the batch without a further request, and others go on', async () => {
    const { exporter, clock, transport } = scene(() => (clock.now() < 1_000 ? UNAVAILABLE : SUCCESS));
    const { marker, withdraw } = makeMarker({ realId: REAL_ID });
    exporter.add(marker);
    await clock.advance(100);
    expect(transport.bodies).toHaveLength(1);
    withdraw();
    await clock.advance(10_000);
    expect(transport.bodies).toHaveLength(1);
    exporter.add(makeSpan({ name: 'next' }));
    await clock.advance(2_000);
    expect(namesIn(transport.bodies[1] ?? new Uint8Array())).toEqual(['next']);
    expect(exporter.ledger()).toMatchObject({ accepted: 1, suppressed: 1 });
  });

  it('is not among the halves of a batch that is turned down', async () => {
    const withdrawals: (() => void)[] = [];
    const { exporter, transport } = scene((body) => {
      for (const withdraw of withdrawals.splice(0)) withdraw();
      return namesIn(body).includes('bad') ? failure(400) : SUCCESS;
    });
    const { marker, withdraw } = makeMarker({ realId: REAL_ID });
    withdrawals.push(withdraw);
    for (const span of [marker, makeSpan({ name: 'bad' }), makeSpan({ name: 'good', spanId: idOf(9) })])
      exporter.add(span);
    await exporter.forceFlush();
    expect(transport.bodies.slice(1).flatMap(namesIn)).not.toContain(`marker ${REAL_ID}`);
    expect(exporter.ledger()).toMatchObject({ accepted: 1, refused: 1, suppressed: 1 });
    expectBalance(exporter.ledger());
  });

  it('is not put away at the end of a process; one that still stands is', async () => {
    const { exporter, clock, spool } = scene(() => UNAVAILABLE, { isSpooled: true });
    const gone = makeMarker({ realId: idOf(1) });
    const running = makeMarker({ realId: idOf(2) });
    exporter.add(gone.marker);
    exporter.add(running.marker);
    await clock.advance(5_000);
    // They are not spooled as long as they can be taken back.
    expect(spool.names()).toEqual([]);
    gone.withdraw();
    expect(exporter.flushSync()).toEqual({ spooled: 1, dropped: 0 });
    expect(spool.names()).toEqual([`marker ${idOf(2)}`]);
    await settleTurns();
    expect(exporter.ledger()).toMatchObject({ suppressed: 1, queued: 0, inFlight: 0 });
    expectBalance(exporter.ledger());
  });

  it('a flush beside a spool does not wait for markers of running spans during an outage', async () => {
    const { exporter, clock, spool } = scene(() => UNAVAILABLE, { isSpooled: true });
    exporter.add(makeMarker({ realId: REAL_ID }).marker);
    exporter.add(makeSpan({ name: 'other' }));
    const flushing = exporter.forceFlush();
    await clock.advance(0);
    await flushing;
    expect(spool.names()).toEqual(['other']);
    expect(exporter.ledger()).toMatchObject({ spooled: 1, inFlight: 1 });
  });
});

describe('a marker and an anchor', () => {
  it.each([
    ['marker', makeMarker({ realId: REAL_ID }).marker],
    ['anchor', makeAnchor({ realId: REAL_ID })],
  ])('leave within 100 ms: %s', async (_, span) => {
    const { exporter, clock, arrived } = scene(() => SUCCESS, { scheduleDelayMs: 5_000 });
    exporter.add(makeSpan({ name: 'plain' }));
    await clock.advance(1_000);
    expect(arrived()).toEqual([]);
    exporter.add(span);
    await clock.advance(99);
    expect(arrived()).toEqual([span.name, 'plain']);
  });

  it('of 100 ms share a request', async () => {
    const { exporter, clock, transport } = scene(() => SUCCESS);
    for (let index = 1; index <= 20; index++) {
      exporter.add(makeAnchor({ realId: idOf(index) }));
      await clock.advance(5);
    }
    await clock.advance(50);
    expect(transport.bodies.length).toBeLessThanOrEqual(3);
  });
});

describe('beforeSend', () => {
  it('gets the spans of a batch before it goes out or is put away, and is not called without', async () => {
    const seen: string[] = [];
    const { exporter, clock, transport, spool } = scene(() => UNAVAILABLE, {
      isSpooled: true,
      beforeSend: (spans) => {
        const names = spans.map(({ name }) => name).join(' ');
        seen.push(`${names}: ${transport.bodies.length} sent, ${spool.records.length} kept`);
      },
    });
    exporter.add({ ...makeSpan(), name: 'first' });
    expect(seen).toEqual([]);
    await clock.advance(1_000);
    expect(seen).toEqual(['first: 0 sent, 0 kept']);
    for (const name of ['second', 'third']) exporter.add({ ...makeSpan(), name });
    exporter.flushSync();
    expect(seen).toEqual(['first: 0 sent, 0 kept', 'second third: 1 sent, 1 kept']);
    exporter.flushSync();
    expect(seen).toHaveLength(2);
  });

  it('gets the spans of each batch when it leaves, also of one that has waited as bytes', async () => {
    const seen: string[][] = [];
    const { exporter, clock } = scene(() => (clock.now() < 60_000 ? UNAVAILABLE : SUCCESS), {
      batchSpansMax: 2,
      queueSpansMax: 4,
      concurrency: 1,
      concurrencyMax: 1,
      beforeSend: (spans) => seen.push(spans.map((span) => span.spanContext().spanId)),
    });
    for (let index = 1; index <= 4; index += 1) exporter.add(makeSpan({ spanId: idOf(index) }));
    await clock.advance(1_000);
    expect(seen).toEqual([[idOf(1), idOf(2)]]);
    // While the queue was half full the others were packed.
    await clock.advance(120_000);
    expect(seen).toEqual([
      [idOf(1), idOf(2)],
      [idOf(3), idOf(4)],
    ]);
  });

  it('is not called for spans that are dropped, nor for markers that were withdrawn', async () => {
    const seen: number[] = [];
    const { exporter, clock } = scene(() => SUCCESS, { beforeSend: (spans) => seen.push(spans.length) });
    exporter.add({ ...makeSpan(), isWithdrawn: () => true } as never);
    await clock.advance(1_000);
    exporter.add(makeSpan());
    exporter.flushSync();
    expect(seen).toEqual([]);
    expect(exporter.ledger()).toMatchObject({ suppressed: 1, dropped: 1 });
  });

  it('that throws harms nothing, is called again, and is told once', async () => {
    let calls = 0;
    const { exporter, told } = scene(() => SUCCESS, {
      batchSpansMax: 1,
      beforeSend: () => {
        calls += 1;
        throw new Error('disk full');
      },
    });
    exporter.export(makeSpans(30), ignore);
    await exporter.forceFlush();
    expect(exporter.ledger()).toMatchObject({ accepted: 30 });
    expect(calls).toBe(30);
    expect(told).toEqual(['OtlpSpanExporter: the function beforeSend of the application threw: disk full.']);
  });
});

describe('a shutdown under way', () => {
  it('counts what comes meanwhile, and a flush waits for the same end', async () => {
    const { exporter, clock } = scene(() => (clock.now() < 3_000 ? UNAVAILABLE : SUCCESS));
    exporter.add(makeSpan());
    const flushing = exporter.forceFlush();
    const end = exporter.shutdown(20_000);
    const late: ReadableSpan[] = makeSpans(3);
    for (const span of late) exporter.add(span);
    const flushingLate = exporter.forceFlush();
    await clock.advance(20_000);
    await Promise.all([flushing, end, flushingLate]);
    expect(exporter.ledger()).toMatchObject({ taken: 4, accepted: 1, dropped: 3, queued: 0, inFlight: 0 });
    expect(exporter.ledger().droppedByReason.closed).toBe(3);
    expectBalance(exporter.ledger());
  });

  it('that takes longer than a flush may does not hold the flush', async () => {
    const { exporter, clock } = scene(() => UNAVAILABLE);
    exporter.add(makeSpan());
    const end = exporter.shutdown(20_000);
    const failed = expect(exporter.forceFlush(1_000)).rejects.toThrow(
      '1 spans were not delivered within 1000 ms. HTTP 503 from there.',
    );
    await clock.advance(1_000);
    await failed;
    await clock.advance(20_000);
    await end;
    expect(exporter.ledger().droppedByReason.shutdown).toBe(1);
  });

  it('and a flush that began before both end when the deadline of the shutdown has passed', async () => {
    const { exporter, clock } = scene(() => new Promise(ignore), { isSpooled: true });
    exporter.export(makeSpans(600), ignore);
    const flushing = exporter.forceFlush();
    const end = exporter.shutdown(2_000);
    await clock.advance(2_200);
    await Promise.all([flushing, end]);
    expect(exporter.ledger()).toMatchObject({ spooled: 600, queued: 0, inFlight: 0 });
  });
});

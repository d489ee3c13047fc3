import { SpanStatusCode } from '@opentelemetry/api';
import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import type { OtlpSpanExporterOptions } from '../../src/delivery/exporter-options.js';
import { createFakeTransport, failure, namesIn, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { expectBalance } from '../support/ledger-balance.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { makeSpan, makeSpans, PARENT_ID, TRACE_ID } from '../support/spans.js';

const parentSpanContext = { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1 };

const named = (count: number, prefix = 's') =>
  makeSpans(count, { parentSpanContext }).map((span, index) => ({ ...span, name: `${prefix}${index}` }));

function scene(answer: Answer, options: Partial<OtlpSpanExporterOptions> = {}) {
  const transport = createFakeTransport(answer);
  const clock = createManualClock();
  const told: string[] = [];
  const exporter = new OtlpSpanExporter({
    transport,
    clock,
    random: () => 0.5,
    warn: (message) => told.push(message),
    ...options,
  });
  const sizes = () => transport.bodies.map((body) => namesIn(body).length);
  return { exporter, transport, clock, told, sizes };
}

/** Answers that come when they are let go. */
function heldAnswers() {
  const release: (() => void)[] = [];
  const answer: Answer = () =>
    new Promise((resolve) => {
      release.push(() => {
        resolve(SUCCESS);
      });
    });
  return { answer, release };
}

const ignore = (): void => undefined;

describe('a batch leaves', () => {
  it('as soon as it is full', async () => {
    const { exporter, sizes } = scene(() => SUCCESS);
    exporter.export(named(1_025), ignore);
    await settleTurns();
    expect(sizes()).toEqual([512, 512]);
    expect(exporter.ledger()).toMatchObject({ taken: 1_025, accepted: 1_024, queued: 1, inFlight: 0 });
  });

  it('one second after its first span when it does not become full', async () => {
    const { exporter, clock, sizes } = scene(() => SUCCESS);
    exporter.export(named(2), ignore);
    await clock.advance(600);
    exporter.export(named(1), ignore);
    await clock.advance(399);
    expect(sizes()).toEqual([]);
    await clock.advance(1);
    expect(sizes()).toEqual([3]);
  });

  it('when its spans are 4 MiB', async () => {
    const { exporter, sizes } = scene(() => SUCCESS);
    const large = makeSpan({ values: { body: 'x'.repeat(1024 * 1024) } });
    exporter.export([large, large, large, large, large], ignore);
    await settleTurns();
    expect(sizes()).toEqual([3]);
  });

  it('earlier when the application asks for it', async () => {
    const { exporter, sizes } = scene(() => SUCCESS, { scheduleDelayMs: 100, batchSpansMax: 10 });
    exporter.export(named(25), ignore);
    await exporter.forceFlush();
    expect(sizes()).toEqual([10, 10, 5]);
  });
});

describe('requests in flight', () => {
  it('are four, and more while the queue grows, up to sixteen', async () => {
    const { answer, release } = heldAnswers();
    const { exporter, transport } = scene(answer);
    exporter.export(named(4 * 512), ignore);
    await settleTurns();
    expect(transport.bodies).toHaveLength(4);
    exporter.export(named(40 * 512), ignore);
    await settleTurns();
    expect(transport.bodies).toHaveLength(16);
    for (let turn = 0; release.length > 0 && turn < 100; turn++) {
      for (const letGo of release.splice(0)) letGo();
      await settleTurns(40);
    }
    expect(exporter.ledger()).toMatchObject({ accepted: 44 * 512, queued: 0, inFlight: 0 });
  });

  it('are one while the destination is down, so that the others can be dropped by priority', async () => {
    const { exporter, transport, clock } = scene(() => UNAVAILABLE);
    exporter.export(named(20 * 512), ignore);
    await settleTurns(60);
    const underWay = exporter.ledger().inFlight;
    expect(underWay).toBeLessThanOrEqual(4 * 512);
    await clock.advance(600_000);
    expect(exporter.ledger().inFlight).toBe(underWay);
    // 10 minutes of intervals of at most 30 s on average 15 s, not one request for each waiting batch.
    expect(transport.bodies.length).toBeLessThan(60);
  });
});

it('a callback that throws does not reach the application', () => {
  const { exporter, told } = scene(() => SUCCESS);
  exporter.export(named(1), () => {
    throw new Error('boom');
  });
  expect(exporter.ledger().taken).toBe(1);
  expect(told).toEqual(['OtlpSpanExporter: the callback of an export threw: Error: boom.']);
});

it('each span is told what became of it', async () => {
  const outcomes: string[] = [];
  const { exporter } = scene((body) => (namesIn(body).includes('s3') ? failure(400) : SUCCESS), {
    onOutcome: (span, outcome) => outcomes.push(`${span.name} ${outcome.status}`),
  });
  exporter.export(named(5), ignore);
  await exporter.forceFlush();
  expect([...outcomes].sort()).toEqual(['s0 accepted', 's1 accepted', 's2 accepted', 's3 refused', 's4 accepted']);
  expect(exporter.ledger()).toMatchObject({ accepted: 4, refused: 1 });
});

it('an outage of an hour is survived, and the spans arrive once each', async () => {
  const { exporter, clock, transport, sizes } = scene(() => (clock.now() < 3_600_000 ? UNAVAILABLE : SUCCESS));
  exporter.export(named(700), ignore);
  await clock.advance(3_600_000);
  expect(exporter.ledger()).toMatchObject({ accepted: 0, dropped: 0 });
  const before = transport.bodies.length;
  await clock.advance(40_000);
  expect(sizes().slice(before).sort()).toEqual([188, 512]);
  expect(exporter.ledger()).toMatchObject({ accepted: 700, queued: 0, inFlight: 0 });
});

it.each([401, 404])('%d pauses: the batch is held, probed once a minute, told once a minute', async (httpStatus) => {
  const { exporter, clock, transport, told } = scene(() => (clock.now() < 600_000 ? failure(httpStatus) : SUCCESS));
  exporter.export(named(3), ignore);
  await clock.advance(600_000);
  expect(transport.bodies.length).toBeGreaterThanOrEqual(9);
  expect(transport.bodies.length).toBeLessThanOrEqual(11);
  expect(told.length).toBeLessThanOrEqual(11);
  await clock.advance(66_000);
  expect(exporter.ledger()).toMatchObject({ accepted: 3, refused: 0, dropped: 0 });
});

describe('a full queue', () => {
  it('drops normal spans before those with errors, counts each, and tells it once', async () => {
    const dropped: string[] = [];
    const { exporter, told } = scene(() => UNAVAILABLE, {
      queueSpansMax: 100,
      onOutcome: (span, outcome) => {
        if (outcome.status === 'dropped') dropped.push(span.name);
      },
    });
    const errors = named(50, 'e').map((span) => ({ ...span, status: { code: SpanStatusCode.ERROR } }));
    exporter.export(errors, ignore);
    exporter.export(named(1_000), ignore);
    await settleTurns();
    expect(dropped.filter((name) => name.startsWith('e'))).toEqual([]);
    expect(exporter.ledger().droppedByReason['queue-full']).toBe(dropped.length);
    expect(dropped.length).toBeGreaterThanOrEqual(400);
    expectBalance(exporter.ledger());
    expect(told.filter((message) => message.includes('queue is full'))).toHaveLength(1);
  });
});

describe('a flush', () => {
  it('waits for what came before it and not for what comes later', async () => {
    const { answer, release } = heldAnswers();
    const { exporter } = scene(answer, { concurrency: 1, concurrencyMax: 1 });
    exporter.export(named(3), ignore);
    let isFlushed = false;
    const flushing = exporter.forceFlush().then(() => (isFlushed = true));
    await settleTurns();
    exporter.export(named(600), ignore);
    await settleTurns();
    expect(isFlushed).toBe(false);
    release[0]?.();
    await flushing;
    expect(exporter.ledger()).toMatchObject({ accepted: 3 });
  });

  it('ends with its deadline and says what is left', async () => {
    const { exporter, clock } = scene(() => UNAVAILABLE);
    exporter.export(named(3), ignore);
    const flushing = exporter.forceFlush(2_000);
    const failed = expect(flushing).rejects.toThrow(
      'OtlpSpanExporter: 3 spans were not delivered within 2000 ms. HTTP 503 from there.',
    );
    await clock.advance(2_000);
    await failed;
    expectBalance(exporter.ledger());
  });
});

describe('a shutdown', () => {
  it('of 50,000 queued spans loses none', async () => {
    const { exporter } = scene(() => SUCCESS);
    exporter.export(named(50_000), ignore);
    await exporter.shutdown();
    expect(exporter.ledger()).toMatchObject({ taken: 50_000, accepted: 50_000, dropped: 0 });
  });

  it('ends with its deadline although the transport hangs, and counts and tells the rest in one line', async () => {
    const { exporter, clock, transport, told } = scene(() => new Promise(ignore));
    exporter.export(named(600), ignore);
    const end = exporter.shutdown(5_000);
    await clock.advance(5_000 + 200);
    await end;
    expect(exporter.ledger()).toMatchObject({ queued: 0, inFlight: 0 });
    expect(exporter.ledger().droppedByReason.shutdown).toBe(600);
    expectBalance(exporter.ledger());
    expect(told).toEqual([
      'OtlpSpanExporter: 600 spans were not delivered within 5000 ms and are lost. The destination has not answered yet.',
    ]);
    expect(transport.isClosed).toBe(true);
  });

  it('drops and counts what comes later', async () => {
    const { exporter } = scene(() => SUCCESS);
    await exporter.shutdown();
    const results: number[] = [];
    exporter.export(named(2), ({ code }) => results.push(code));
    exporter.add(makeSpan());
    expect(results).toEqual([1]);
    expect(exporter.ledger()).toMatchObject({ taken: 3, dropped: 3 });
    expect(exporter.ledger().droppedByReason.closed).toBe(3);
  });

  it('without any span makes no request', async () => {
    const { exporter, transport } = scene(() => SUCCESS);
    await exporter.forceFlush();
    await exporter.shutdown();
    expect(transport.bodies).toEqual([]);
  });
});

it('at the end of a process without a spool what is left is counted and told in one line', async () => {
  const { exporter, told } = scene(() => new Promise(ignore));
  exporter.export(named(600), ignore);
  await settleTurns();
  expect(exporter.flushSync()).toEqual({ spooled: 0, dropped: 600 });
  expect(exporter.flushSync()).toEqual({ spooled: 0, dropped: 0 });
  expect(exporter.ledger().droppedByReason.exit).toBe(600);
  expectBalance(exporter.ledger());
  expect(told).toHaveLength(1);
});

it('the ledger balances at every moment, whatever the receiver answers', async () => {
  const answers = [SUCCESS, UNAVAILABLE, failure(400), failure(500), SUCCESS] as const;
  let calls = 0;
  const partial = { status: 'partial', rejectedSpans: 3, message: 'too old' } as const;
  const { exporter, clock } = scene(() => answers[(calls += 1) % 6] ?? partial, { queueSpansMax: 2_000 });
  for (let step = 0; step < 60; step++) {
    exporter.export(named(step * 7), ignore);
    expectBalance(exporter.ledger());
    await clock.advance(500);
    expectBalance(exporter.ledger());
  }
  const end = exporter.shutdown(10_000);
  await clock.advance(20_000);
  await end;
  const ledger = exporter.ledger();
  expectBalance(ledger);
  expect([ledger.queued, ledger.inFlight]).toEqual([0, 0]);
  expect(ledger.refused).toBeGreaterThan(0);
});

it('during an outage tens of thousands of spans wait as bytes, and arrive as they were', async () => {
  const { exporter, clock, transport } = scene(() => (clock.now() < 30_000 ? UNAVAILABLE : SUCCESS));
  exporter.add(makeSpan({ name: 'first' }));
  await clock.advance(1_500);
  const spans = named(20_000);
  exporter.export(spans, ignore);
  await clock.advance(120_000);
  await settleTurns(300);
  const arrived = transport.bodies.flatMap(namesIn).filter((name) => name !== 'first');
  expect(new Set(arrived).size).toBe(20_000);
  expect(exporter.ledger()).toMatchObject({ accepted: 20_001, dropped: 0, refused: 0, queued: 0, inFlight: 0 });
});

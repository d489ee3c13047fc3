import { LoggerProvider, SimpleLogRecordProcessor, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import fc from 'fast-check';
import type { LogOutcome } from '../../src/delivery/log-ledger.js';
import { OtlpLogExporter } from '../../src/delivery/otlp-log-exporter.js';
import type { OtlpLogExporterOptions } from '../../src/delivery/log-exporter-options.js';
import { createFakeTransport, failure, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { closeReceivers, startReceiver } from '../support/http-receiver.js';
import { bodiesIn, makeLogRecord, makeLogRecords } from '../support/log-records.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';

function scene(answer: Answer, options: OtlpLogExporterOptions = {}) {
  const transport = createFakeTransport(answer);
  const clock = createManualClock();
  const told: string[] = [];
  const outcomes: LogOutcome[] = [];
  const exporter = new OtlpLogExporter({
    transport,
    clock,
    random: () => 0.5,
    warn: (message) => told.push(message),
    onOutcome: (_record, outcome) => outcomes.push(outcome),
    ...options,
  });
  const requests = (): unknown[][] => transport.bodies.map((body) => [...bodiesIn(body)]);
  return { transport, clock, told, outcomes, exporter, requests };
}

function balanceOf(exporter: OtlpLogExporter): number {
  const { taken, recovered, accepted, refused, dropped, spooled, queued, inFlight } = exporter.ledger();
  return taken + recovered - accepted - refused - dropped - spooled - queued - inFlight;
}

it('is an exporter of the logs SDK', async () => {
  const { exporter, requests } = scene(() => SUCCESS);
  const ofSdk: LogRecordExporter = exporter as unknown as LogRecordExporter;
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: ofSdk })] });
  provider.getLogger('app').emit({ body: 'hello' });
  await provider.forceFlush();
  await exporter.forceFlush();
  expect(requests()).toEqual([['hello']]);
  await provider.shutdown();
});

it('a batch leaves when it is full, or after the delay', async () => {
  const { exporter, clock, requests } = scene(() => SUCCESS, { batchRecordsMax: 3 });
  for (const record of makeLogRecords(4)) exporter.add(record);
  await settleTurns();
  expect(requests()).toEqual([['r0', 'r1', 'r2']]);
  await clock.advance(1_000);
  expect(requests()).toEqual([['r0', 'r1', 'r2'], ['r3']]);
  expect(exporter.ledger()).toMatchObject({ taken: 4, accepted: 4, queued: 0, inFlight: 0 });
});

it('a request that finds the destination down is sent again, and a wait that it names is kept', async () => {
  const answers = [{ ...UNAVAILABLE, retryAfterMs: 5_000 }, SUCCESS];
  const { exporter, clock, transport, told } = scene((_body, attempt) => answers[attempt - 1] ?? SUCCESS);
  exporter.add(makeLogRecord({ body: 'b' }));
  await clock.advance(1_000);
  expect(transport.bodies).toHaveLength(1);
  await clock.advance(4_900);
  expect(transport.bodies).toHaveLength(1);
  await clock.advance(2_000);
  expect(transport.bodies).toHaveLength(2);
  expect(exporter.ledger()).toMatchObject({ accepted: 1, dropped: 0 });
  expect(told).toEqual(['OtlpLogExporter: log records cannot be delivered and will be retried. HTTP 503 from there.']);
});

it.each([400, 413])('after %i the one bad record is found and the others arrive', async (httpStatus) => {
  const { exporter, outcomes, requests } = scene((body) =>
    bodiesIn(body).includes('r5') ? failure(httpStatus) : SUCCESS,
  );
  for (const record of makeLogRecords(16)) exporter.add(record);
  await exporter.forceFlush();
  expect(exporter.ledger()).toMatchObject({ accepted: 15, refused: 1 });
  expect(outcomes.filter(({ status }) => status === 'refused')).toEqual([
    { status: 'refused', httpStatus, reason: `HTTP ${httpStatus} from there.` },
  ]);
  expect(requests()).toContainEqual(['r5']);
});

it('of a partial success the rejected records are counted and nothing is sent again', async () => {
  const { exporter, transport, told } = scene(() => ({ status: 'partial', rejectedSpans: 2, message: 'too old' }));
  for (const record of makeLogRecords(5)) exporter.add(record);
  await exporter.forceFlush();
  expect(exporter.ledger()).toMatchObject({ accepted: 3, refused: 2 });
  expect(transport.bodies).toHaveLength(1);
  expect(told).toEqual(['OtlpLogExporter: the backend turned down 2 log records. too old']);
});

it.each([404, 501])('a receiver without logs (%i) is told once and paused for a minute', async (httpStatus) => {
  const { exporter, clock, transport, told } = scene(() => failure(httpStatus), { queueRecordsMax: 10 });
  for (let second = 0; second < 50; second++) {
    exporter.add(makeLogRecord({ body: second }));
    await clock.advance(1_000);
  }
  expect(transport.bodies).toHaveLength(1);
  expect(told[0]).toBe(
    `OtlpLogExporter: log records cannot be delivered and will be retried. HTTP ${httpStatus} from there.`,
  );
  expect(exporter.ledger().droppedByReason['queue-full']).toBe(40);
  expect(told).toHaveLength(2);
  expect(balanceOf(exporter)).toBe(0);
});

it('over HTTP the first message names the remedy, and rejected records of a JSON answer are counted', async () => {
  let answers = 0;
  const receiver = await startReceiver((response) => {
    answers += 1;
    if (answers === 1) {
      response.setHeader('Content-Type', 'application/json');
      response.end('{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"no"}}');
      return;
    }
    response.statusCode = 501;
    response.end();
  });
  const told: string[] = [];
  const exporter = new OtlpLogExporter({
    endpoint: new URL(receiver.url).origin,
    warn: (message) => told.push(message),
  });
  try {
    for (const record of makeLogRecords(2)) exporter.add(record);
    await exporter.forceFlush();
    expect(exporter.ledger()).toMatchObject({ accepted: 1, refused: 1 });
    exporter.add(makeLogRecord());
    await expect(exporter.forceFlush(300)).rejects.toThrow('1 log records were not delivered within 300 ms.');
    expect(told[1]).toBe(
      'OtlpLogExporter: log records cannot be delivered and will be retried. ' +
        `HTTP 501 from http://127.0.0.1:${receiver.port}/v1/logs. This receiver may not take logs: send them to one that does ` +
        '(a logs URL usually ends in /v1/logs), or send no logs.',
    );
  } finally {
    await exporter.shutdown(50);
    await closeReceivers();
  }
});

describe('lanes', () => {
  it('records of one lane are never in two requests at once, others go past them', async () => {
    const held: (() => void)[] = [];
    const { exporter, requests } = scene(
      () =>
        new Promise((resolve) => {
          held.push(() => {
            resolve(SUCCESS);
          });
        }),
      { batchRecordsMax: 2 },
    );
    for (const body of ['a1', 'a2', 'a3', 'a4']) exporter.add(makeLogRecord({ body }), { lane: 'a' });
    for (const body of ['b1', 'x']) exporter.add(makeLogRecord({ body }), body === 'b1' ? { lane: 'b' } : {});
    await settleTurns();
    expect(requests()).toEqual([
      ['a1', 'a2'],
      ['b1', 'x'],
    ]);
    held.shift()?.();
    await settleTurns();
    expect(requests()[2]).toEqual(['a3', 'a4']);
    for (const release of held) release();
  });

  it('any traffic over any destination keeps the order of each lane', async () => {
    const answers = fc.constantFrom(SUCCESS, UNAVAILABLE, failure(413), failure(400));
    const lanes = fc.array(fc.constantFrom('a', 'b', undefined), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lanes, fc.array(answers, { maxLength: 6 }), fc.boolean(), async (of, given, hasSpool) => {
        const accepted: string[] = [];
        const spool = hasSpool ? createMemoryStore() : undefined;
        const scenery = scene(
          (body, attempt) => {
            const response = given[attempt - 1] ?? SUCCESS;
            if (response.status === 'success') accepted.push(...(bodiesIn(body) as string[]));
            return response;
          },
          { batchRecordsMax: 3, spool },
        );
        for (const [index, lane] of of.entries()) {
          const record = makeLogRecord({ body: `${lane ?? '-'}${String(index).padStart(3, '0')}` });
          scenery.exporter.add(record, lane === undefined ? {} : { lane });
          if (index % 4 === 3) await scenery.clock.advance(700);
        }
        await scenery.clock.advance(300_000);
        for (const lane of ['a', 'b']) {
          const seen = accepted.filter((body) => body.startsWith(lane));
          expect(seen).toEqual([...seen].sort());
        }
        const { accepted: count, refused } = scenery.exporter.ledger();
        expect(count + refused).toBe(of.length);
        expect(accepted).toHaveLength(count);
        expect(balanceOf(scenery.exporter)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a record with a lifetime', () => {
  it('is dropped as expired when it could not be sent in time, and never sent later', async () => {
    let isDown = true;
    const { exporter, clock, requests, outcomes } = scene(() => (isDown ? UNAVAILABLE : SUCCESS));
    exporter.add(makeLogRecord({ body: 'beat' }), { lane: 's', lifetimeMs: 5_000 });
    exporter.add(makeLogRecord({ body: 'stop' }), { lane: 's' });
    await clock.advance(6_000);
    isDown = false;
    const before = requests().length;
    await clock.advance(60_000);
    expect(requests().slice(before).flat()).toEqual(['stop']);
    expect(outcomes).toEqual([{ status: 'dropped', reason: 'expired' }, { status: 'accepted' }]);
    expect(exporter.ledger().droppedByReason.expired).toBe(1);
  });

  it('is never spooled, and a later one of its lane is not spooled past it', async () => {
    const spool = createMemoryStore();
    const { exporter, clock } = scene(() => UNAVAILABLE, { spool });
    exporter.add(makeLogRecord({ body: 'beat' }), { lane: 's', lifetimeMs: 5_000 });
    exporter.add(makeLogRecord({ body: 'stop' }), { lane: 's' });
    await clock.advance(3_000);
    expect(exporter.ledger()).toMatchObject({ spooled: 0, queued: 2 });
    await clock.advance(4_000);
    expect(exporter.ledger()).toMatchObject({ spooled: 1, queued: 0, dropped: 1 });
    expect(spool.records.flatMap(({ body }) => bodiesIn(body))).toEqual(['stop']);
  });

  it('goes first when the queue is full; errors and records of lanes go last', async () => {
    const dropped: unknown[] = [];
    const { exporter, clock } = scene(() => UNAVAILABLE, {
      queueRecordsMax: 3,
      onOutcome: ({ body }, outcome) => dropped.push([body, outcome.status === 'dropped' && outcome.reason]),
    });
    await clock.advance(1);
    exporter.add(makeLogRecord({ body: 'error', severityNumber: 17 }));
    exporter.add(makeLogRecord({ body: 'stop' }), { lane: 's' });
    exporter.add(makeLogRecord({ body: 'beat' }), { lifetimeMs: 60_000 });
    for (const body of ['n1', 'n2']) exporter.add(makeLogRecord({ body }));
    exporter.add(makeLogRecord({ body: 'beat2' }), { lifetimeMs: 60_000 });
    exporter.add(makeLogRecord({ body: 'error2', severityNumber: 21 }));
    expect(dropped).toEqual([
      ['beat', 'queue-full'],
      ['n1', 'queue-full'],
      ['beat2', 'queue-full'],
      ['n2', 'queue-full'],
    ]);
    expect(exporter.ledger()).toMatchObject({ queued: 3, dropped: 4 });
  });
});

describe('with a spool', () => {
  it('what cannot be sent is kept, and sent from there as the bytes that were kept', async () => {
    let isDown = true;
    const spool = createMemoryStore();
    const { exporter, clock, requests } = scene(() => (isDown ? UNAVAILABLE : SUCCESS), { spool });
    for (const record of makeLogRecords(3)) exporter.add(record);
    await clock.advance(2_000);
    expect(exporter.ledger()).toMatchObject({ spooled: 3, queued: 0, inFlight: 0 });
    expect(spool.records.every(({ signal }) => signal === 'logs')).toBe(true);
    await exporter.forceFlush();
    isDown = false;
    await clock.advance(60_000);
    expect(requests().at(-1)).toEqual(['r0', 'r1', 'r2']);
    expect(exporter.ledger()).toMatchObject({ accepted: 3, spooled: 0 });
  });

  it('what an earlier process left is sent, and counted as recovered', async () => {
    const first = scene(() => UNAVAILABLE, { spool: createMemoryStore() });
    const spool = createMemoryStore();
    const before = scene(() => UNAVAILABLE, { spool });
    for (const record of makeLogRecords(2)) before.exporter.add(record);
    expect(before.exporter.flushSync()).toEqual({ spooled: 2, dropped: 0 });
    const { exporter, requests } = scene(() => SUCCESS, { spool: createMemoryStore(spool.records) });
    await settleTurns();
    expect(requests()).toEqual([['r0', 'r1']]);
    expect(exporter.ledger()).toMatchObject({ taken: 0, recovered: 2, accepted: 2, spooled: 0 });
    expect(balanceOf(first.exporter)).toBe(0);
  });

  it('flushSync keeps what is in flight, too, and drops what has a lifetime', async () => {
    const spool = createMemoryStore();
    const { exporter } = scene(() => new Promise(() => undefined), { spool, batchRecordsMax: 2 });
    for (const record of makeLogRecords(2)) exporter.add(record);
    await settleTurns();
    exporter.add(makeLogRecord({ body: 'late' }));
    exporter.add(makeLogRecord({ body: 'beat' }), { lifetimeMs: 5_000 });
    expect(exporter.ledger()).toMatchObject({ inFlight: 2, queued: 2 });
    expect(exporter.flushSync()).toEqual({ spooled: 3, dropped: 1 });
    expect(spool.records.flatMap(({ body }) => bodiesIn(body))).toEqual(['r0', 'r1', 'late']);
    expect(balanceOf(exporter)).toBe(0);
  });

  it('a full store leaves records in memory, and says so once', async () => {
    const spool = createMemoryStore();
    spool.answer = { status: 'full' };
    const { exporter, clock, told } = scene(() => UNAVAILABLE, { spool });
    for (const record of makeLogRecords(3)) exporter.add(record);
    await clock.advance(5_000);
    expect(exporter.ledger()).toMatchObject({ queued: 3, spooled: 0 });
    expect(told.filter((message) => message.includes('spooled'))).toEqual([
      'OtlpLogExporter: log records cannot be spooled and stay in memory as long as there is room. It is full.',
    ]);
  });
});

it('a shutdown at its deadline drops what is left, counted and told in one line', async () => {
  const { exporter, clock, told } = scene(() => UNAVAILABLE);
  for (const record of makeLogRecords(2)) exporter.add(record);
  const closing = exporter.shutdown(3_000);
  await clock.advance(4_000);
  await closing;
  expect(exporter.ledger().droppedByReason.shutdown).toBe(2);
  expect(told.at(-1)).toBe(
    'OtlpLogExporter: 2 log records were not delivered within 3000 ms and are lost. HTTP 503 from there.',
  );
});

it('records that cannot be sent are refused alone: a wrong id, a getter that throws, more than 4 MiB', async () => {
  const { exporter } = scene(() => SUCCESS);
  exporter.add(makeLogRecord({ spanContext: { traceId: 'x', spanId: 'y', traceFlags: 0 } }));
  exporter.add(
    Object.defineProperty(makeLogRecord(), 'attributes', {
      get: () => {
        throw new Error('no');
      },
    }),
  );
  exporter.add(makeLogRecord({ body: 'x'.repeat(4 * 1024 * 1024) }));
  for (const record of makeLogRecords(2)) exporter.add(record);
  await exporter.forceFlush();
  expect(exporter.ledger()).toMatchObject({ accepted: 2, refused: 3 });
});

it('losses that the spool tells of move from spooled to dropped', async () => {
  const spool = createMemoryStore();
  const { exporter } = scene(() => UNAVAILABLE, { spool });
  for (const record of makeLogRecords(2)) exporter.add(record);
  exporter.flushSync();
  exporter.noteSpoolDrop({ reason: 'spool-size', spanCount: 3 });
  expect(exporter.ledger()).toMatchObject({ recovered: 1, spooled: 0, dropped: 3 });
  expect(balanceOf(exporter)).toBe(0);
  await settleTurns();
});

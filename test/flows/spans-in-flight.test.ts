import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { mergeSpanRows } from '@spanbridge/analysis';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { Ledger, PROVISIONAL_STRATEGIES, type ProvisionalStrategy, RecordPipeline } from '@spanbridge/core';
import {
  decodeJaegerV3Json,
  encodeLogs,
  encodeSpanEvent,
  encodeTraces,
  type LogRecord,
  type SpanJson,
  toTracesData,
} from '@spanbridge/otlp';
import { createTempoClient } from '@spanbridge/sdk';
import { type RunningServer, startServer } from '@spanbridge/server';
import { createSeededRandom, shuffled } from '../support/seeded-random.js';

const TRACE_ID = 'be97f2fa26196196d1c776cef223b871';
const START_UNIX_MS = Date.UTC(2026, 2, 1, 8, 0, 0);
const ROOT = { span_id: 'c33604c286773277' };
const STEP = { span_id: 'd44704c286773288', parent_span_id: ROOT.span_id };
const QUICK = { span_id: 'e55804c286773299', parent_span_id: STEP.span_id };

interface Line {
  readonly atMs: number;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A job of 20 s with a step of 6 s, in which something takes half a second. */
const LINES: readonly Line[] = [
  { atMs: 0, meta: { ...ROOT, event: 'job.start', provisional: true } },
  { atMs: 1_000, meta: { ...STEP, event: 'step.start', provisional: true } },
  { atMs: 3_000, meta: { ...ROOT, event: 'half' } },
  { atMs: 5_500, meta: { ...QUICK, event: 'quick.start', provisional: true } },
  { atMs: 6_000, meta: { ...QUICK, event: 'quick.end' } },
  { atMs: 7_000, meta: { ...STEP, event: 'step.end' } },
  { atMs: 20_000, meta: { ...ROOT, event: 'job.end' } },
];

/** All that a strategy sends while these lines are read as they are written. */
interface Sent {
  readonly spans: readonly ReadableSpan[];
  readonly logs: readonly LogRecord[];
}

function send(strategy: ProvisionalStrategy, lines: readonly Line[] = LINES): Sent {
  const spans: ReadableSpan[] = [];
  const logs: LogRecord[] = [];
  let nowMs = 0;
  const pipeline = new RecordPipeline({
    bridges: [createTracerMetaBridge({ namespace: 'shop' })],
    ledger: new Ledger(),
    resource: RESOURCE,
    encodeEvent: encodeSpanEvent,
    onSpan: (span) => spans.push(span),
    onPartial: (span, event) => logs.push(toPartialRecord(span, { event, atMs: nowMs })),
    limits: { provisional: { strategy }, now: () => nowMs, unixNow: () => START_UNIX_MS + nowMs },
  });
  lines.forEach(({ atMs, meta }, index) => {
    for (; nowMs < atMs; nowMs += 500) pipeline.announce();
    const timestamp = new Date(START_UNIX_MS + atMs).toISOString();
    const text = JSON.stringify({ __tracer_meta__: { trace_id: TRACE_ID, timestamp, ...meta } });
    pipeline.accept({ text, line: index + 1, isTerminated: true });
  });
  for (const _step of pipeline.flush());
  return { spans, logs };
}

const RESOURCE: ReadableSpan['resource'] = {
  attributes: { 'service.name': 'shop', 'host.id': 'cd059ece71335e44baf3b81cafad2d0b' },
  merge: () => RESOURCE,
  getRawAttributes: () => [],
};

/** A record of the otel-partial protocol, as its own description says. */
function toPartialRecord(
  span: ReadableSpan,
  { event, atMs }: { readonly event: 'heartbeat' | 'stop'; readonly atMs: number },
): LogRecord {
  const nowUnixMs = START_UNIX_MS + atMs;
  const withoutEnd = (name: string, value: unknown): unknown => (name === 'endTimeUnixNano' ? undefined : value);
  const attributes: Attributes = { 'partial.event': event, 'partial.body.type': 'json/v1' };
  if (event === 'heartbeat') attributes['partial.frequency'] = '5000ms';
  return {
    hrTime: [Math.floor(nowUnixMs / 1000), (nowUnixMs % 1000) * 1e6],
    hrTimeObserved: [Math.floor(nowUnixMs / 1000), (nowUnixMs % 1000) * 1e6],
    spanContext: span.spanContext(),
    severityNumber: 9,
    severityText: 'INFO',
    body: JSON.stringify(toTracesData([span]), event === 'heartbeat' ? withoutEnd : undefined),
    attributes,
    droppedAttributesCount: 0,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

/** Every span in the words of OTLP, one text each, in the order of their ids. */
function contentsOf(spans: readonly ReadableSpan[]): string[] {
  return spans.map((span) => JSON.stringify(toTracesData([span]))).sort();
}

describe('what the strategies send of a finished trace', () => {
  it.each([
    ['hold', 3, 0, []],
    ['marker', 5, 0, ['pending', 'pending']],
    ['anchor', 6, 0, ['anchor', 'anchor', 'anchor', 'completion', 'completion', 'completion']],
    ['log', 3, 6, []],
  ] as const)('%s sends %i spans and %i log records', (strategy, spanCount, logCount, phases) => {
    const { spans, logs } = send(strategy);
    expect([spans.length, logs.length]).toEqual([spanCount, logCount]);
    const told = spans
      .map(({ attributes }) => attributes['spanbridge.span.phase'])
      .filter((phase) => phase !== undefined);
    expect(told.sort()).toEqual(phases);
  });
});

describe('the local backend', () => {
  let server: RunningServer;

  beforeEach(async () => {
    server = await startServer({ port: 0, warn: () => undefined });
  });
  afterEach(() => server.close());

  async function post(path: string, body: Uint8Array): Promise<void> {
    const headers = { 'content-type': 'application/x-protobuf' };
    const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  }

  async function deliver({ spans, logs }: Sent): Promise<void> {
    // One request for each, as they left: nothing is suppressed on the way that a backend would see.
    for (const log of logs) await post('/v1/logs', encodeLogs([log], 'protobuf'));
    for (const span of spans) await post('/v1/traces', encodeTraces([span], 'protobuf'));
  }

  async function fromJaeger(): Promise<readonly ReadableSpan[]> {
    const answer = await fetch(`${server.url}/api/v3/traces/${TRACE_ID}`);
    const decoded = decodeJaegerV3Json(new Uint8Array(await answer.arrayBuffer()));
    if (decoded.status === 'invalid') throw new Error(decoded.detail);
    expect(decoded.rejected).toEqual([]);
    return decoded.spans;
  }

  async function fromTempo(): Promise<readonly ReadableSpan[]> {
    const client = createTempoClient({ baseUrl: server.url });
    try {
      expect(await client.probe()).toMatchObject({ status: 'recognised' });
      const window = {
        startUnixNano: BigInt(START_UNIX_MS) * 1_000_000n,
        endUnixNano: BigInt(START_UNIX_MS + 60_000) * 1_000_000n,
      };
      const answer = await client.traceById(TRACE_ID, window);
      if (answer.status !== 'found') throw new Error(`the trace is ${answer.status}`);
      expect(answer).toMatchObject({ rejectedSpans: 0 });
      expect(answer.partialMessage).toBeUndefined();
      return answer.spans;
    } finally {
      client.close();
    }
  }

  it.each(PROVISIONAL_STRATEGIES)(
    'T45: a trace sent with %s is, at the interfaces of Jaeger and Tempo, what hold sends',
    async (strategy) => {
      await deliver(send(strategy));
      const truth = contentsOf(send('hold').spans);
      expect(contentsOf(await fromJaeger())).toEqual(truth);
      expect(contentsOf(await fromTempo())).toEqual(truth);
      expect((await server.traces.list({ search: '', tracesMax: 9 })).traces).toMatchObject([
        {
          ...{ rootName: 'job', spanCount: 3, runningCount: 0, staleCount: 0, unfinishedCount: 0, isIncomplete: false },
          durationNano: 20_000_000_000n,
        },
      ]);
    },
  );

  it.each(['marker', 'anchor', 'log'] as const)(
    'T40: halfway, the job sent with %s runs under its own id, up to the last that is known of it',
    async (strategy) => {
      const halfway = send(strategy, LINES.slice(0, 6).concat({ atMs: 12_000, meta: { ...STEP, event: 'step.end' } }));
      const isSoFar = (span: ReadableSpan): boolean => span.attributes['partial.gc'] === undefined;
      const beats = halfway.logs.filter(({ attributes }) => attributes['partial.event'] === 'heartbeat');
      await deliver({ spans: halfway.spans.filter(isSoFar), logs: beats });
      const job = (await fromJaeger()).find((span) => span.spanContext().spanId === ROOT.span_id);
      expect(job?.name).toBe('job');
      expect(job?.attributes['spanbridge.span.phase']).toBe('pending');
      expect(job?.duration[0]).toBe(strategy === 'log' ? 10 : 7);
    },
  );
});

/** `attributes["spanbridge.span.phase"] == …`, as the filter processor of the Collector evaluates it on OTLP. */
function phaseIs(span: SpanJson, phase: string): boolean {
  return span.attributes.find(({ key }) => key === 'spanbridge.span.phase')?.value.stringValue === phase;
}

/** The three conditions in front of `spanmetrics`; a span for which one holds is dropped. */
const DROPPED_BEFORE_METRICS = ['pending', 'anchor', 'late'];

describe('metrics behind the filter', () => {
  function callsAndDuration(spans: readonly ReadableSpan[]): Record<string, [calls: number, durationNano: bigint]> {
    const figures: Record<string, [number, bigint]> = {};
    for (const { scopeSpans } of toTracesData(spans).resourceSpans) {
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        if (DROPPED_BEFORE_METRICS.some((phase) => phaseIs(span, phase))) continue;
        const [calls, durationNano] = figures[span.name] ?? [0, 0n];
        const took = BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano);
        figures[span.name] = [calls + 1, durationNano + took];
      }
    }
    return figures;
  }

  it.each(PROVISIONAL_STRATEGIES)('T46: %s gives the call counts and duration sums of hold', (strategy) => {
    expect(callsAndDuration(send(strategy).spans)).toEqual({
      job: [1, 20_000_000_000n],
      step: [1, 6_000_000_000n],
      quick: [1, 500_000_000n],
    });
  });
});

describe('stores that keep one span of an id, or one row of a content', () => {
  const keyOf = (span: ReadableSpan): string =>
    `${span.kind} ${span.spanContext().traceId} ${span.spanContext().spanId}`;

  /** Tempo's rule: of one kind and id the first that comes stays. */
  function firstWins(spans: readonly ReadableSpan[]): ReadableSpan[] {
    const rows = new Map<string, ReadableSpan>();
    for (const span of spans) if (!rows.has(keyOf(span))) rows.set(keyOf(span), span);
    return [...rows.values()];
  }

  /** Jaeger's rule: a row for each content. */
  function byHash(spans: readonly ReadableSpan[]): ReadableSpan[] {
    return [...new Map(spans.map((span) => [JSON.stringify(toTracesData([span])), span])).values()];
  }

  it.each(PROVISIONAL_STRATEGIES)('T47: 1,000 shuffles of what %s sends are the truth in both', (strategy) => {
    const random = createSeededRandom(47);
    const { spans } = send(strategy);
    const truth = contentsOf(send('hold').spans);
    for (let round = 0; round < 1_000; round += 1) {
      const order = shuffled([...spans, ...spans], random);
      for (const store of [firstWins, byHash]) {
        const rows = store(order);
        expect(rows).toHaveLength(spans.length);
        expect(contentsOf(mergeSpanRows(rows).map(({ span }) => span))).toEqual(truth);
      }
    }
  });
});

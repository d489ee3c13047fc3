import { type Context, type Span, type SpanOptions, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type ReadableSpan, TracerProvider, type Sampler } from '@opentelemetry/sdk-trace';
import { encodeTraces, isWithdrawn, type LogRecord } from '@spanbridge/otlp';
import { createOracle, type OracleVerdict } from '../../../../test/support/oracle/oracle.js';
import { createVirtualClock, type VirtualClock } from '../../../../test/support/virtual-clock.js';
import { ProvisionalSpanProcessor } from '../../src/provisional/provisional-span-processor.js';
import type { ProvisionalSpanProcessorOptions } from '../../src/provisional/processor-options.js';

/** The trace and the first span of PROVISIONAL.md's vectors; further spans count up from it. */
export const TRACE_ID = 'be97f2fa26196196d1c776cef223b871';
export const SPAN_ID = 'c33604c286773277';

/** 1 July 2026, in seconds. */
export const T0 = 1_782_864_000;

/** A log record with how it was handed over. */
export interface HandedRecord {
  readonly record: LogRecord;
  readonly how: { readonly lane?: string; readonly lifetimeMs?: number } | undefined;
}

/** A real tracer provider with one processor in front of an exporter that is asked by hand to send. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly processor: ProvisionalSpanProcessor;
  readonly provider: TracerProvider;
  /** Spans that were handed over and not sent yet. */
  readonly queue: ReadableSpan[];
  /** What was sent, in order. */
  readonly sent: ReadableSpan[];
  readonly records: HandedRecord[];
  readonly warnings: string[];
  /** Starts a span at `T0` + `atSeconds`, below `parent`. */
  readonly start: (name: string, atSeconds?: number, parent?: Span, options?: SpanOptions) => Span;
  /** Sends one request with all that waits and is not withdrawn. */
  readonly send: () => void;
  readonly judge: () => OracleVerdict;
}

/** Everything that {@link createStage} lets a test choose. */
export type StageOptions = Partial<ProvisionalSpanProcessorOptions> & { readonly sampler?: Sampler };

/** Creates a stage; the oracle judges what is sent. */
export function createStage(options: StageOptions = {}): Stage {
  const clock = createVirtualClock();
  const oracle = createOracle();
  const queue: ReadableSpan[] = [];
  const sent: ReadableSpan[] = [];
  const records: HandedRecord[] = [];
  const warnings: string[] = [];
  const send = (): void => {
    const batch = queue.splice(0).filter((span) => !isWithdrawn(span));
    sent.push(...batch);
    if (batch.length === 0) return;
    const body = encodeTraces(batch, 'protobuf');
    oracle.receive({ body, contentType: 'application/x-protobuf', contentEncoding: undefined });
  };
  const sendAll = (): Promise<void> => {
    send();
    return Promise.resolve();
  };
  const { sampler, ...more } = options;
  const processor = new ProvisionalSpanProcessor({
    exporter: {
      add: (span) => queue.push(span),
      forceFlush: sendAll,
      shutdown: sendAll,
    },
    logExporter: {
      add: (record, how) => records.push({ record, how }),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
    clock,
    unixNowMs: () => T0 * 1_000 + clock.now(),
    warn: (message) => warnings.push(message),
    ...more,
  });
  const provider = createProvider(processor, sampler);
  const tracer = provider.getTracer('stage', '1.0.0');
  const start = (name: string, atSeconds = 0, parent?: Span, spanOptions: SpanOptions = {}): Span =>
    tracer.startSpan(name, { startTime: [T0 + atSeconds, 0], ...spanOptions }, contextOf(parent));
  return { clock, processor, provider, queue, sent, records, warnings, start, send, judge: () => oracle.judge() };
}

function contextOf(parent: Span | undefined): Context {
  return parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
}

function createProvider(processor: ProvisionalSpanProcessor, sampler: Sampler | undefined): TracerProvider {
  let spans = 0n;
  let traces = 0n;
  return new TracerProvider({
    spanProcessors: [processor],
    resource: resourceFromAttributes({ 'service.name': 'shop', 'host.name': 'here' }),
    idGenerator: {
      generateTraceId: () => (BigInt(`0x${TRACE_ID}`) + traces++).toString(16).padStart(32, '0'),
      generateSpanId: () => (BigInt(`0x${SPAN_ID}`) + spans++).toString(16).padStart(16, '0'),
    },
    ...(sampler === undefined ? {} : { sampler }),
  });
}

/** What a test looks at in a span: id, phase or cause, and times from `T0` in seconds. */
export function outline(span: ReadableSpan): Record<string, unknown> {
  const { name, startTime, endTime, attributes, parentSpanContext } = span;
  const phase = attributes['spanbridge.span.phase'];
  const cause = attributes['spanbridge.end.cause'];
  return {
    name,
    spanId: span.spanContext().spanId,
    parent: parentSpanContext?.spanId,
    from: secondsFrom(startTime),
    to: secondsFrom(endTime),
    ...(phase === undefined ? {} : { phase }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function secondsFrom(time: readonly [number, number]): number {
  return time[0] - T0 + time[1] / 1e9;
}

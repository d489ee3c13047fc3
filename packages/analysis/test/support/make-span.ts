import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What a test says of a span; everything else is plain. Times are milliseconds after `SAMPLE_START_UNIX_NANO`. */
export interface SpanSketch {
  readonly traceId?: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly service?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly kind?: SpanKind;
  readonly error?: string;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  readonly events?: readonly { readonly name: string; readonly atMs: number; readonly attributes?: Attributes }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

export const SAMPLE_TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** 2025-10-24 12:06:31.000 UTC. */
export const SAMPLE_START_UNIX_NANO = 1_761_307_591_000_000_000n;

export function makeSpan(sketch: SpanSketch): ReadableSpan {
  const traceId = sketch.traceId ?? SAMPLE_TRACE_ID;
  const startMs = sketch.startMs ?? 0;
  const endMs = sketch.endMs ?? startMs;
  return {
    name: sketch.name ?? `span ${sketch.spanId}`,
    kind: sketch.kind ?? SpanKind.INTERNAL,
    spanContext: () => ({ traceId, spanId: sketch.spanId, traceFlags: 1 }),
    ...(sketch.parentSpanId === undefined
      ? {}
      : { parentSpanContext: { traceId, spanId: sketch.parentSpanId, traceFlags: 1 } }),
    startTime: at(startMs),
    endTime: at(endMs),
    duration: pair(BigInt(Math.round((endMs - startMs) * 1e6))),
    status:
      sketch.error === undefined
        ? { code: SpanStatusCode.UNSET }
        : { code: SpanStatusCode.ERROR, message: sketch.error },
    attributes: sketch.attributes ?? {},
    events: (sketch.events ?? []).map(({ name, atMs, attributes }) => ({
      name,
      time: at(atMs),
      attributes: attributes ?? {},
    })),
    links: (sketch.links ?? []).map((context) => ({ context: { ...context, traceFlags: 1 } })),
    ended: true,
    resource: {
      attributes: { 'service.name': sketch.service ?? 'shop-api', ...sketch.resource },
      merge: () => {
        throw new Error('Not for tests.');
      },
      getRawAttributes: () => [],
    },
    instrumentationScope: { name: 'shop', version: '1.2.3' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function at(ms: number): [number, number] {
  return pair(SAMPLE_START_UNIX_NANO + BigInt(Math.round(ms * 1e6)));
}

function pair(nanos: bigint): [number, number] {
  return [Number(nanos / 1_000_000_000n), Number(nanos % 1_000_000_000n)];
}

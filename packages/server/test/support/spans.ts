import { type Attributes, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What a test says about a span; the rest has fixed values. */
export interface SpanSketch {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly service?: string;
  readonly isError?: boolean;
  /** Seconds since 1970. */
  readonly start?: number;
  readonly end?: number;
  readonly attributes?: Attributes;
}

export const TRACE_A = '0af7651916cd43dd8448eb211c80319c';
export const TRACE_B = '1bf7651916cd43dd8448eb211c80319c';
export const TRACE_C = '2cf7651916cd43dd8448eb211c80319c';

/** A span with literal values, so that tests can name what they expect. */
export function sketchSpan(sketch: SpanSketch = {}): ReadableSpan {
  const { traceId = TRACE_A, spanId = 'b7ad6b7169203331', parentSpanId, start = 1_700_000_000 } = sketch;
  const end = sketch.end ?? start + 1;
  return {
    name: sketch.name ?? 'GET /orders',
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED }),
    ...(parentSpanId !== undefined && {
      parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED },
    }),
    startTime: [start, 0],
    endTime: [end, 0],
    duration: [end - start, 0],
    status: { code: sketch.isError === true ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: sketch.attributes ?? {},
    links: [],
    events: [],
    ended: true,
    resource: resourceFromAttributes({ 'service.name': sketch.service ?? 'shop' }),
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** `count` spans of one trace without parents, with span ids from 1 on. */
export function sketchSpans(count: number, sketch: SpanSketch = {}): ReadableSpan[] {
  return Array.from({ length: count }, (_, index) => sketchSpan({ ...sketch, spanId: toSpanId(index + 1) }));
}

export function toSpanId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

export function toTraceId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

export const TRACE_A = '0af7651916cd43dd8448eb211c80319c';
export const TRACE_B = '1bf7651916cd43dd8448eb211c80319c';

const RESOURCE = resourceFromAttributes({ 'service.name': 'shop' });

/** What a test says about a span; the rest is the same in all tests. */
export interface SentParts extends Partial<Omit<ReadableSpan, 'spanContext'>> {
  readonly traceId?: string;
  /** The span id is this number. */
  readonly id?: number;
  readonly service?: string;
}

/** A span with every kind of content, and literal values. */
export function sentSpan(parts: SentParts = {}): ReadableSpan {
  const { traceId = TRACE_A, id = 1, service, ...rest } = parts;
  const context = { traceId, spanId: toSpanId(id), traceFlags: TraceFlags.SAMPLED };
  return {
    name: 'GET /orders',
    kind: SpanKind.SERVER,
    spanContext: () => context,
    parentSpanContext: { ...context, spanId: '00f067aa0ba902b7' },
    startTime: [1_700_000_000, 123_456_789],
    endTime: [1_700_000_001, 23_456_788],
    duration: [0, 899_999_999],
    status: { code: SpanStatusCode.ERROR, message: 'boom' },
    attributes: { 'http.route': '/orders', count: 2, tags: ['a', 'b'] },
    events: [
      { name: 'retry', time: [1_700_000_000, 200_000_001], attributes: { attempt: 1 } },
      { name: 'retry', time: [1_700_000_000, 200_000_002], attributes: { attempt: 2 } },
    ],
    links: [
      { context: { traceId: TRACE_B, spanId: toSpanId(9), traceFlags: TraceFlags.SAMPLED }, attributes: { why: 'x' } },
    ],
    ended: true,
    resource: service === undefined ? RESOURCE : resourceFromAttributes({ 'service.name': service }),
    instrumentationScope: { name: 'lib', version: '1.2' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...rest,
  };
}

export function toSpanId(id: number): string {
  return id.toString(16).padStart(16, '0');
}

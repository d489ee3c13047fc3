import { type Attributes, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What a test sets of a span. */
export interface FakeSpan {
  readonly name?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  /** Whole seconds since 1970. */
  readonly startSeconds?: number;
  readonly attributes?: Attributes;
}

/** A finished span of one second. */
export function fakeSpan(facts: FakeSpan = {}): ReadableSpan {
  const traceId = facts.traceId ?? '0af7651916cd43dd8448eb211c80319c';
  const context = (spanId: string) => ({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });
  const start = facts.startSeconds ?? 1_700_000_000;
  return {
    name: facts.name ?? 'work',
    kind: SpanKind.INTERNAL,
    spanContext: () => context(facts.spanId ?? 'b7ad6b7169203331'),
    ...(facts.parentSpanId === undefined ? {} : { parentSpanContext: context(facts.parentSpanId) }),
    startTime: [start, 0],
    endTime: [start + 1, 0],
    duration: [1, 0],
    status: { code: SpanStatusCode.UNSET },
    attributes: facts.attributes ?? {},
    links: [],
    events: [],
    ended: true,
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

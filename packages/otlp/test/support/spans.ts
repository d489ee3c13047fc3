import {
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Attributes,
  type HrTime,
  type SpanContext,
} from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Tracer } from '@opentelemetry/api';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SPAN_ID = 'b7ad6b7169203331';
export const PARENT_ID = '00f067aa0ba902b7';

const RESOURCE = resourceFromAttributes({ 'service.name': 'checkout' });
const SCOPE = { name: 'test-scope', version: '1.2.3' };

/** What a test says about a span; everything else is the same in all tests. */
export interface SpanParts extends Partial<Omit<ReadableSpan, 'spanContext'>> {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly traceFlags?: number;
  readonly traceState?: SpanContext['traceState'];
  /** Attributes of any kind, as SDK 3.x has them. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A span as plain data. */
export function makeSpan(parts: SpanParts = {}): ReadableSpan {
  const { traceId = TRACE_ID, spanId = SPAN_ID, traceFlags = TraceFlags.SAMPLED, traceState, values, ...rest } = parts;
  const context: SpanContext = { traceId, spanId, traceFlags, ...(traceState === undefined ? {} : { traceState }) };
  const startTime: HrTime = [1_700_000_000, 123_456_789];
  return {
    name: 'span',
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    startTime,
    endTime: [1_700_000_001, 23_456_788],
    duration: [0, 899_999_999],
    status: { code: SpanStatusCode.UNSET },
    attributes: (values ?? {}) as Attributes,
    links: [],
    events: [],
    ended: true,
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...rest,
  };
}

/** `count` spans of one trace with different ids. */
export function makeSpans(count: number, parts: SpanParts = {}): ReadableSpan[] {
  return Array.from({ length: count }, (_, index) => makeSpan({ ...parts, spanId: spanIdOf(index) }));
}

/** The span id of the span `index` of {@link makeSpans}. */
export function spanIdOf(index: number): string {
  return (index + 1).toString(16).padStart(16, '0');
}

/** The finished spans that `run` makes with a tracer of the real SDK. */
export function recordSpans(run: (tracer: Tracer) => void, resourceAttributes: Attributes = {}): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource: resourceFromAttributes(resourceAttributes, { schemaUrl: 'https://opentelemetry.io/schemas/1.30.0' }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  run(provider.getTracer('recorder', '0.9.0', { schemaUrl: 'https://opentelemetry.io/schemas/1.31.0' }));
  return exporter.getFinishedSpans();
}

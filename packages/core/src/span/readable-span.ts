import type { Attributes, AttributeValue, HrTime, Link, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import { TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { InstrumentationScope } from '../model/instrumentation-scope.js';
import type { SpanEventContent } from '../model/span-signal.js';
import { clampUnixNano, toHrTime } from '../model/time.js';

/** Everything that a finished span consists of, in plain values. Times are nanoseconds since 1970. */
export interface SpanContent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly events: readonly SpanEventContent[];
  readonly droppedEventsCount: number;
  readonly links: readonly Link[];
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
}

function createContext(traceId: string, spanId: string): SpanContext {
  // SAMPLED is required: the batch processor of the SDK silently skips spans without it.
  return Object.freeze({ traceId, spanId, traceFlags: TraceFlags.SAMPLED });
}

function toEvent(event: SpanEventContent): ReadableSpan['events'][number] {
  return Object.freeze({
    name: event.name,
    time: toHrTime(clampUnixNano(event.timeUnixNano)),
    attributes: event.attributes,
    droppedAttributesCount: event.droppedCount,
  });
}

/** The frozen span that goes to an exporter: OTel's `ReadableSpan`, of either SDK line, without a class behind it. */
export function createReadableSpan(content: SpanContent): ReadableSpan {
  const context = createContext(content.traceId, content.spanId);
  const startTime: HrTime = toHrTime(content.startUnixNano);
  const span: ReadableSpan = {
    name: content.name,
    kind: content.kind,
    spanContext: () => context,
    ...(content.parentSpanId === undefined
      ? {}
      : { parentSpanContext: createContext(content.traceId, content.parentSpanId) }),
    startTime,
    endTime: toHrTime(content.endUnixNano),
    duration: toHrTime(content.endUnixNano - content.startUnixNano),
    ended: true,
    status: content.status,
    attributes: Object.freeze(content.attributes),
    droppedAttributesCount: content.droppedAttributesCount,
    events: content.events.map(toEvent),
    droppedEventsCount: content.droppedEventsCount,
    links: [...content.links],
    droppedLinksCount: 0,
    resource: content.resource,
    instrumentationScope: content.scope,
  };
  return Object.freeze(span);
}

/** Adds attributes over others, key by key, into a new set without a prototype. */
export function mergeAttributes(base: Attributes, over: Iterable<readonly [string, AttributeValue]>): Attributes {
  const merged: Attributes = Object.create(null) as Attributes;
  for (const [key, value] of Object.entries(base)) if (value !== undefined) merged[key] = value;
  for (const [key, value] of over) merged[key] = value;
  return merged;
}

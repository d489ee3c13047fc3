import type { Attributes, Link, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
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
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
}

function toEvent(event: SpanEventContent): ReadableSpan['events'][number] {
  return {
    name: event.name,
    time: toHrTime(clampUnixNano(event.timeUnixNano)),
    attributes: event.attributes,
    droppedAttributesCount: event.droppedCount,
  };
}

/**
 * The frozen span that goes to an exporter: OTel's `ReadableSpan`, of either SDK line. Acknowledgement finds a span by
 * its identity, so nobody may copy or change it on the way; what lies inside is shared with nobody and left unfrozen,
 * for freezing a million small objects costs more than encoding them.
 */
export function createReadableSpan(content: SpanContent): ReadableSpan {
  const { traceId, spanId, parentSpanId, startUnixNano, endUnixNano } = content;
  const context = createContext(traceId, spanId);
  const span = {
    name: content.name,
    kind: content.kind,
    spanContext: () => context,
    startTime: toHrTime(startUnixNano),
    endTime: toHrTime(endUnixNano),
    duration: toHrTime(endUnixNano - startUnixNano),
    ended: true,
    status: content.status,
    attributes: content.attributes,
    droppedAttributesCount: content.droppedAttributesCount,
    events: content.events.map(toEvent),
    droppedEventsCount: content.droppedEventsCount,
    links: content.links as Link[],
    droppedLinksCount: 0,
    resource: content.resource,
    instrumentationScope: content.scope,
  };
  if (parentSpanId === undefined) return Object.freeze(span);
  return Object.freeze(Object.assign(span, { parentSpanContext: createContext(traceId, parentSpanId) }));
}

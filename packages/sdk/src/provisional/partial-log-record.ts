import type { Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { type LogRecord, toTracesData } from '@spanbridge/otlp';

/**
 * The words of the otel-partial protocol (G-Research, `otel-partial-collector` v0.4.0), in which running spans travel
 * as log records. OpenTelemetry has no names for this yet; should it get some, they change here.
 */
export const PARTIAL_ATTRIBUTE = {
  event: 'partial.event',
  /** A duration as Go writes it. Required on heartbeats, absent on stops. */
  frequency: 'partial.frequency',
  /** Absent or `proto` would mean base64 of protobuf. */
  bodyType: 'partial.body.type',
} as const;

/** The body is OTLP JSON of `TracesData`; ids are hex there. */
const BODY_TYPE = 'json/v1';

const SEVERITY_INFO = 9;

/**
 * The record that says that a span still runs: the span as it is known, without an end. A collector that hears no other
 * for a few times `frequencyMs` closes the span itself.
 */
export function createHeartbeat(
  span: ReadableSpan,
  { now, frequencyMs }: { readonly now: HrTime; readonly frequencyMs: number },
): LogRecord {
  // OTLP writes no other member of this name: keys of attributes stand as values.
  const withoutEnd = (name: string, value: unknown): unknown => (name === 'endTimeUnixNano' ? undefined : value);
  return createRecord(span, {
    now,
    body: JSON.stringify(toTracesData([span]), withoutEnd),
    attributes: {
      [PARTIAL_ATTRIBUTE.event]: 'heartbeat',
      [PARTIAL_ATTRIBUTE.frequency]: `${frequencyMs}ms`,
      [PARTIAL_ATTRIBUTE.bodyType]: BODY_TYPE,
    },
  });
}

/**
 * The record that takes a span back of which heartbeats were sent: it has ended, and leaves as a span. A heartbeat that
 * comes after it would be a span that never ends: both must go through one lane, in their order.
 */
export function createStop(span: ReadableSpan, { now }: { readonly now: HrTime }): LogRecord {
  return createRecord(span, {
    now,
    body: JSON.stringify(toTracesData([span])),
    attributes: { [PARTIAL_ATTRIBUTE.event]: 'stop', [PARTIAL_ATTRIBUTE.bodyType]: BODY_TYPE },
  });
}

/** The lane of a span's records (`LogDelivery.lane`): what makes the stop the last of them. */
export function partialLaneOf(span: ReadableSpan): string {
  return laneOf(span.spanContext());
}

/** The same of a record that was read back, which has to stay behind the heartbeats of its span. */
export function partialLaneOfRecord({ spanContext }: LogRecord): string | undefined {
  return spanContext && laneOf(spanContext);
}

function laneOf({ traceId, spanId }: SpanContext): string {
  return `${traceId}${spanId}`;
}

/** What differs between the two. */
interface RecordDifference {
  readonly now: HrTime;
  readonly body: string;
  readonly attributes: Attributes;
}

function createRecord(span: ReadableSpan, { now, body, attributes }: RecordDifference): LogRecord {
  return {
    hrTime: now,
    hrTimeObserved: now,
    spanContext: span.spanContext(),
    severityNumber: SEVERITY_INFO,
    severityText: 'INFO',
    body,
    attributes,
    droppedAttributesCount: 0,
    // The collector adds these attributes to those of the span's resource, where the keys of the span win.
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

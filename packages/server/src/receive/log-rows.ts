import { FOREIGN_ATTRIBUTE, parseGoDurationNano } from '@spanbridge/analysis';
import type { Attributes, HrTime } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, createResource, deriveRoleSpanId, fromHrTime, toHrTime } from '@spanbridge/core';
import { type DecodeTracesResult, decodeTraces, encodeSpanEvent, type LogRecord } from '@spanbridge/otlp';

/** What a log record is to this server. */
export type LogRow =
  /** A heartbeat or a stop of a running span (otel-partial protocol): the span as it was then. */
  | { readonly type: 'beat'; readonly span: ReadableSpan }
  /** An event of a span, as the late record that it is to the store. */
  | { readonly type: 'event'; readonly span: ReadableSpan }
  /** A log that belongs to no span, or is no event: not stored. */
  | { readonly type: 'ignored' }
  /** Claims to be a heartbeat or stop and cannot be read. */
  | { readonly type: 'rejected'; readonly reason: string };

/** Says how the body of a heartbeat or stop is written; absent means `proto`. */
const BODY_TYPE = 'partial.body.type';

/** Attributes of the record that speak of the record, and must not get into the resource of a span. */
const PARTIAL_PREFIX = 'partial.';

/** Reads a log record as what it tells of a span. Total: whatever cannot be used says why. */
export function toLogRow(record: LogRecord): LogRow {
  const event = record.attributes[FOREIGN_ATTRIBUTE.partialEvent];
  if (event === 'heartbeat' || event === 'stop') return toBeat(record, event);
  if (event !== undefined) return rejected('an unknown partial.event');
  const { spanContext, eventName } = record;
  if (spanContext === undefined || spanContext.spanId === '' || eventName === undefined || eventName === '') {
    return { type: 'ignored' };
  }
  return { type: 'event', span: toEventSpan(record, { ...spanContext, eventName }) };
}

function toBeat(record: LogRecord, event: 'heartbeat' | 'stop'): LogRow {
  const frequency = record.attributes[FOREIGN_ATTRIBUTE.partialFrequency];
  if (event === 'heartbeat' && parseGoDurationNano(frequency) === undefined) {
    return rejected('a heartbeat without partial.frequency as a duration');
  }
  const decoded = decodeBody(record);
  if (decoded === undefined) return rejected('a body that is neither json/v1 nor base64 of protobuf');
  if (decoded.status === 'invalid') return rejected('a body that cannot be decoded');
  const [span] = decoded.spans;
  if (span === undefined || decoded.spans.length > 1) return rejected('a body without exactly one valid span');
  return { type: 'beat', span: toBeatSpan(span, record, { event, frequency }) };
}

/** Undefined for a body of a type that the protocol does not know. */
function decodeBody({ body, attributes }: LogRecord): DecodeTracesResult | undefined {
  if (typeof body !== 'string') return undefined;
  const type = attributes[BODY_TYPE];
  if (type === 'json/v1') return decodeTraces(body, 'json');
  if (type !== undefined && type !== 'proto') return undefined;
  return decodeTraces(Buffer.from(body, 'base64'), 'protobuf');
}

interface BeatFacts {
  readonly event: 'heartbeat' | 'stop';
  readonly frequency: unknown;
}

/** The end of a heartbeat is the time of its record: then the span was running. A stop has the true end. */
function toBeatSpan(span: ReadableSpan, record: LogRecord, { event, frequency }: BeatFacts): ReadableSpan {
  const endTime = event === 'stop' ? span.endTime : latest(span.startTime, timeOf(record));
  const beat: Attributes = { [FOREIGN_ATTRIBUTE.partialEvent]: event };
  if (event === 'heartbeat') beat[FOREIGN_ATTRIBUTE.partialFrequency] = String(frequency);
  return {
    ...span,
    endTime,
    duration: toHrTime(max(fromHrTime(endTime) - fromHrTime(span.startTime), 0n)),
    attributes: { ...span.attributes, ...beat },
    resource: joinResources(span.resource, record.resource),
  };
}

/** As the collector of the protocol does: the span's own keys win, and nothing of the protocol itself gets in. */
function joinResources(own: Resource, ofRecord: Resource): Resource {
  const added = Object.entries(ofRecord.attributes).filter(([key]) => !key.startsWith(PARTIAL_PREFIX));
  return createResource({ ...Object.fromEntries(added), ...own.attributes });
}

interface EventFacts {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly eventName: string;
}

/** The same span that the pipeline of spanbridge makes of a record that comes late, under the same id. */
function toEventSpan(record: LogRecord, { traceId, spanId, traceFlags, eventName }: EventFacts): ReadableSpan {
  const time = timeOf(record);
  const { attributes, droppedAttributesCount, resource } = record;
  const bytes = encodeSpanEvent({ name: eventName, time, attributes, droppedAttributesCount });
  const context = { traceId, spanId: deriveRoleSpanId(traceId, spanId, 'late', bytes), traceFlags };
  return {
    name: eventName,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    parentSpanContext: { traceId, spanId, traceFlags },
    startTime: time,
    endTime: time,
    duration: [0, 0],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: { ...attributes, [ATTRIBUTE.spanPhase]: 'late' },
    droppedAttributesCount,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource,
    instrumentationScope: record.instrumentationScope,
  };
}

/** The time of observation stands in for a time that was not told (logs data model). */
function timeOf({ hrTime, hrTimeObserved }: LogRecord): HrTime {
  return hrTime[0] === 0 && hrTime[1] === 0 ? hrTimeObserved : hrTime;
}

function latest(a: HrTime, b: HrTime): HrTime {
  return fromHrTime(a) > fromHrTime(b) ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function rejected(reason: string): LogRow {
  return { type: 'rejected', reason };
}

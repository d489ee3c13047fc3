import type { Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import { createAttributes } from './decoded-span.js';
import { isHexId } from './hex.js';
import type { LogRecord } from './log-record.js';
import type { ItemHome } from './request-collector.js';
import { traceFlagsOf } from './span-flags.js';

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** The fields of a log record as a decoder gathers them. Ids are lower-case hex of any length. */
export interface LogRecordFields {
  time: HrTime;
  observedTime: HrTime;
  severityNumber: number;
  severityText: string;
  /** Undefined when the record has no body; null is a body without a value. */
  body: unknown;
  eventName: string;
  readonly attributes: Attributes;
  droppedAttributesCount: number;
  flags: number;
  traceId: string;
  spanId: string;
}

/** Fields of a log record that nothing has been read for yet. */
export function createLogRecordFields(): LogRecordFields {
  return {
    time: [0, 0],
    observedTime: [0, 0],
    severityNumber: 0,
    severityText: '',
    body: undefined,
    eventName: '',
    attributes: createAttributes(),
    droppedAttributesCount: 0,
    flags: 0,
    traceId: '',
    spanId: '',
  };
}

/** A log record from its fields; what was not said is not there. */
export function toDecodedLogRecord(fields: LogRecordFields, home: ItemHome): LogRecord {
  const spanContext = toSpanContext(fields);
  return Object.freeze({
    hrTime: fields.time,
    hrTimeObserved: fields.observedTime,
    ...(spanContext === undefined ? {} : { spanContext }),
    ...(fields.severityNumber === 0 ? {} : { severityNumber: fields.severityNumber }),
    ...(fields.severityText === '' ? {} : { severityText: fields.severityText }),
    ...(fields.body === undefined ? {} : { body: fields.body }),
    ...(fields.eventName === '' ? {} : { eventName: fields.eventName }),
    attributes: fields.attributes,
    droppedAttributesCount: fields.droppedAttributesCount,
    resource: home.resource,
    instrumentationScope: home.scope,
  });
}

/**
 * The span that a record belongs to. A record whose trace id is missing or not valid belongs to no trace, and one whose
 * span id is, to the trace as a whole (logs.proto): no record is lost for its ids.
 */
function toSpanContext({ traceId, spanId, flags }: LogRecordFields): SpanContext | undefined {
  if (!isHexId(traceId, TRACE_ID_DIGITS)) return undefined;
  return { traceId, spanId: isHexId(spanId, SPAN_ID_DIGITS) ? spanId : '', traceFlags: traceFlagsOf(flags) };
}

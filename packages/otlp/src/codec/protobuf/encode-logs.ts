import type { LogRecord } from '../log-record.js';
import { traceFlagsOf } from '../span-flags.js';
import { writeAnyValue, writeAttributes } from './any-value.js';
import { encodeRequest } from './encode-request.js';
import { writeCount, writeOptionalText } from './home-fields.js';
import type { ProtobufWriter } from './writer.js';

/** Bytes kept free for the length of a message: two hold 16 KiB. A wrong guess costs a move. */
const RECORD_LENGTH_SIZE = 2;

/** Encodes log records as the body of an ExportLogsServiceRequest; no records give no bytes. */
export function encodeLogsAsProtobuf(records: readonly LogRecord[]): Uint8Array {
  return encodeRequest(records, writeLogRecord);
}

/** In the order of the field numbers; what says nothing is left out, as the official serialiser does. */
function writeLogRecord(writer: ProtobufWriter, record: LogRecord): void {
  const context = record.spanContext;
  const flags = traceFlagsOf(context?.traceFlags ?? 0);
  const body = writer.beginMessage(0x12, RECORD_LENGTH_SIZE); // ScopeLogs.log_records = 2
  writer.time(0x09, record.hrTime); // time_unix_nano = 1
  if (record.severityNumber) writeCount(writer, 0x10, record.severityNumber); // severity_number = 2
  writeOptionalText(writer, 0x1a, record.severityText); // severity_text = 3
  if (record.body !== undefined) writeAnyValue(writer, 0x2a, record.body); // body = 5
  writeAttributes(writer, 0x32, record.attributes); // attributes = 6
  writeCount(writer, 0x38, record.droppedAttributesCount); // dropped_attributes_count = 7
  if (flags !== 0) writer.fixed32(0x45, flags); // flags = 8; the bits above those of W3C are reserved
  if (context?.traceId) writer.hexId(0x4a, context.traceId); // trace_id = 9
  if (context?.spanId) writer.hexId(0x52, context.spanId); // span_id = 10
  writer.time(0x59, record.hrTimeObserved); // observed_time_unix_nano = 11
  writeOptionalText(writer, 0x62, record.eventName); // event_name = 12
  writer.endMessage(body, RECORD_LENGTH_SIZE);
}

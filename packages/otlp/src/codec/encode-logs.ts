import type { OtlpEncoding } from './encoding.js';
import { encodeLogsAsJson } from './json/encode-logs.js';
import type { LogRecord } from './log-record.js';
import { encodeLogsAsProtobuf } from './protobuf/encode-logs.js';

/**
 * Encodes log records as the body of an OTLP ExportLogsServiceRequest, which is also a `LogsData`, by the rules of
 * `encodeTraces`: grouped by resource and scope, values of any kind accepted for attributes and body alike. What a
 * record does not say is left out; a body that is undefined is not said, one that is null is the empty value.
 *
 * @param records - none give an empty request
 * @param encoding - default `protobuf`
 */
export function encodeLogs(records: readonly LogRecord[], encoding: OtlpEncoding = 'protobuf'): Uint8Array {
  return encoding === 'protobuf' ? encodeLogsAsProtobuf(records) : encodeLogsAsJson(records);
}

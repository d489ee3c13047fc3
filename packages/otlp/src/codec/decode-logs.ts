import { orInvalid, type DecodeLogsResult } from './decode-result.js';
import type { OtlpEncoding } from './encoding.js';
import { decodeLogsFromJson } from './json/decode-logs.js';
import { parseJsonBody } from './json/parse-body.js';
import { decodeLogsFromProtobuf } from './protobuf/decode-logs.js';
import { toProtobufBytes } from './protobuf/protobuf-bytes.js';

/**
 * Decodes the body of an OTLP ExportLogsServiceRequest by the rules of `decodeTraces`. Never throws.
 *
 * Nothing is rejected alone: a record without a valid trace id belongs to no trace (no `spanContext`), and one with a
 * valid trace id and without a valid span id has a `spanContext` whose `spanId` is empty. Members that were not said
 * are not there; the body is any value, and null when it was sent without one.
 */
export function decodeLogs(body: Uint8Array | string, encoding: OtlpEncoding): DecodeLogsResult {
  return orInvalid(() =>
    encoding === 'json' ? decodeLogsFromJson(parseJsonBody(body)) : decodeLogsFromProtobuf(toProtobufBytes(body)),
  );
}

/** Decodes an OTLP/JSON request for logs that has been parsed already, by the rules of {@link decodeLogs}. */
export function decodeLogsValue(value: unknown): DecodeLogsResult {
  return orInvalid(() => decodeLogsFromJson(value));
}

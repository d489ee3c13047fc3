import { type DecodeTracesResult } from './decode-result.js';
import type { OtlpEncoding } from './encoding.js';
/**
 * Decodes the body of an OTLP ExportTraceServiceRequest. Never throws.
 *
 * A span whose ids are missing, zero or of a wrong length is rejected alone; anything that cannot be read at all makes
 * the whole body invalid, with the byte offset (protobuf) or the path (JSON). Unknown fields are ignored.
 *
 * Attributes are objects without a prototype. `intValue` is a number where a double is exact, beyond 2^53 the string
 * of its digits; a value that is not set is null; bytes are a Uint8Array; maps are objects without a prototype; a key
 * that comes twice has its last value. A span without a parent has no `parentSpanContext`; the parent's trace flags
 * are not on the wire and are told as the span's own. Dropped counts of resources are not kept: the SDK's `Resource`
 * has no place for them.
 */
export declare function decodeTraces(body: Uint8Array | string, encoding: OtlpEncoding): DecodeTracesResult;
/**
 * Decodes an OTLP/JSON request that has been parsed already, by the rules of {@link decodeTraces}. Integers beyond
 * 2^53 that were written as bare numbers have been rounded by the parser; written as strings they are exact.
 */
export declare function decodeTracesValue(value: unknown): DecodeTracesResult;
//# sourceMappingURL=decode-traces.d.ts.map
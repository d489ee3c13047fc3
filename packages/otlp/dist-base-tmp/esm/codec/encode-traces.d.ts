import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from './encoding.js';
/**
 * Encodes spans as the body of an OTLP ExportTraceServiceRequest, which is also a `TracesData`.
 *
 * Spans are grouped by resource and scope in the order in which these were first seen; equal spans give equal bytes.
 * Attribute values of any kind are accepted: safe integers become `intValue`, other numbers `doubleValue`, a bigint
 * `intValue` when it fits 64 bits and a string otherwise, null and undefined the empty value. Texts are made
 * well-formed, lone surrogates become U+FFFD. Ids that are not hex are written empty: validate before sending.
 *
 * @param spans - none give an empty request
 * @param encoding - default `protobuf`
 */
export declare function encodeTraces(spans: readonly ReadableSpan[], encoding?: OtlpEncoding): Uint8Array;
//# sourceMappingURL=encode-traces.d.ts.map
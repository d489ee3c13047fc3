import { MalformedBody, orInvalid } from './decode-result.js';
import { decodeSpansFromJson } from './json/decode-spans.js';
import { parseJsonBody } from './json/parse-body.js';
import { decodeSpansFromProtobuf } from './protobuf/decode-spans.js';
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
export function decodeTraces(body, encoding) {
    return orInvalid(() => encoding === 'json' ? decodeSpansFromJson(parseJsonBody(body)) : decodeSpansFromProtobuf(protobufBytes(body)));
}
/**
 * Decodes an OTLP/JSON request that has been parsed already, by the rules of {@link decodeTraces}. Integers beyond
 * 2^53 that were written as bare numbers have been rounded by the parser; written as strings they are exact.
 */
export function decodeTracesValue(value) {
    return orInvalid(() => decodeSpansFromJson(value));
}
function protobufBytes(body) {
    if (typeof body === 'string') {
        throw new MalformedBody('The body is a text, but protobuf is binary: hand over the bytes, or decode it as JSON.');
    }
    if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) {
        throw new MalformedBody('The body begins with a UTF-8 byte order mark, but protobuf is binary: send it unchanged.');
    }
    return body;
}
//# sourceMappingURL=decode-traces.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeTraces = encodeTraces;
const encode_spans_js_1 = require("./json/encode-spans.js");
const encode_spans_js_2 = require("./protobuf/encode-spans.js");
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
function encodeTraces(spans, encoding = 'protobuf') {
    return encoding === 'protobuf' ? (0, encode_spans_js_2.encodeSpansAsProtobuf)(spans) : (0, encode_spans_js_1.encodeSpansAsJson)(spans);
}
//# sourceMappingURL=encode-traces.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.decodeTempoProtobuf = decodeTempoProtobuf;
const decode_result_js_1 = require("../decode-result.js");
const decode_spans_js_1 = require("../protobuf/decode-spans.js");
const reader_js_1 = require("../protobuf/reader.js");
const tempo_answer_js_1 = require("./tempo-answer.js");
/** The number of the enum value that says that spans are missing. */
const PARTIAL = 1;
/**
 * Decodes the protobuf of Tempo's `/api/v2/traces/{id}`: a `TraceByIDResponse`, whose field 1 has the same bytes as an
 * export request, and which says in fields 3 and 4 whether the trace is whole. Never throws.
 *
 * The older `/api/traces/{id}` answers the trace alone: that is what `decodeTraces` reads.
 */
function decodeTempoProtobuf(body) {
    return (0, decode_result_js_1.orInvalid)(() => {
        const answer = readAnswer(new reader_js_1.ProtobufReader(body));
        return (0, tempo_answer_js_1.withPartialMessage)((0, decode_spans_js_1.decodeSpansFromProtobuf)(answer.trace), answer.isPartial ? answer.message : undefined);
    });
}
function readAnswer(reader) {
    const answer = { trace: new Uint8Array(), isPartial: false, message: '' };
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            answer.trace = reader.bytesValue();
        else if (tag === 0x18)
            answer.isPartial = reader.uint32() === PARTIAL;
        else if (tag === 0x22)
            answer.message = reader.text();
        else
            reader.skip(tag);
    }
    return answer;
}
//# sourceMappingURL=tempo-protobuf.js.map
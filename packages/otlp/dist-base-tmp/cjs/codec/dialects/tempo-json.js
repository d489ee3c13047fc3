"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.decodeTempoJson = decodeTempoJson;
exports.decodeTempoValue = decodeTempoValue;
const decode_result_js_1 = require("../decode-result.js");
const parse_body_js_1 = require("../json/parse-body.js");
const proto3_json_js_1 = require("./proto3-json.js");
const tempo_answer_js_1 = require("./tempo-answer.js");
/** The value of the enum `PartialStatus` that says that spans are missing, by name and by number. */
const PARTIAL = ['PARTIAL', 1];
/**
 * Decodes Tempo's JSON for one trace: of `/api/v2/traces/{id}` (`{"trace":{"resourceSpans":[…]}}`) and of
 * `/api/traces/{id}` (`{"batches":[…]}`, in very old versions with instrumentation libraries). Never throws.
 */
function decodeTempoJson(body) {
    return (0, decode_result_js_1.orInvalid)(() => decodeTempoValue((0, parse_body_js_1.parseJsonBody)(body)));
}
/** The same for JSON that has been parsed already. */
function decodeTempoValue(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return (0, proto3_json_js_1.decodeProto3Json)(value);
    const answer = value;
    const message = typeof answer['message'] === 'string' ? answer['message'] : '';
    const trace = 'trace' in answer ? (answer['trace'] ?? {}) : answer;
    return (0, tempo_answer_js_1.withPartialMessage)((0, proto3_json_js_1.decodeProto3Json)(trace), PARTIAL.includes(answer['status']) ? message : undefined);
}
//# sourceMappingURL=tempo-json.js.map
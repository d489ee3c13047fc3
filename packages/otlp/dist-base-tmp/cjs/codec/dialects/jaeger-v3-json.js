"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.decodeJaegerV3Json = decodeJaegerV3Json;
const decode_result_js_1 = require("../decode-result.js");
const parse_body_js_1 = require("../json/parse-body.js");
const proto3_json_js_1 = require("./proto3-json.js");
/**
 * Decodes the answer of Jaeger's `/api/v3/traces`: `{"result":{"resourceSpans":[…]}}`. Never throws. An answer without
 * `result`, such as `{"error":…}`, is invalid.
 */
function decodeJaegerV3Json(body) {
    return (0, decode_result_js_1.orInvalid)(() => {
        const answer = (0, parse_body_js_1.parseJsonBody)(body);
        if (typeof answer !== 'object' || answer === null || !('result' in answer)) {
            throw new decode_result_js_1.MalformedBody('The body is not a valid answer of /api/v3/traces: an object with "result" is expected.');
        }
        return (0, proto3_json_js_1.decodeProto3Json)(answer['result']);
    });
}
//# sourceMappingURL=jaeger-v3-json.js.map
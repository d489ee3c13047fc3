import { MalformedBody, orInvalid } from '../decode-result.js';
import { parseJsonBody } from '../json/parse-body.js';
import { decodeProto3Json } from './proto3-json.js';
/**
 * Decodes the answer of Jaeger's `/api/v3/traces`: `{"result":{"resourceSpans":[…]}}`. Never throws. An answer without
 * `result`, such as `{"error":…}`, is invalid.
 */
export function decodeJaegerV3Json(body) {
    return orInvalid(() => {
        const answer = parseJsonBody(body);
        if (typeof answer !== 'object' || answer === null || !('result' in answer)) {
            throw new MalformedBody('The body is not a valid answer of /api/v3/traces: an object with "result" is expected.');
        }
        return decodeProto3Json(answer['result']);
    });
}
//# sourceMappingURL=jaeger-v3-json.js.map
import { orInvalid } from '../decode-result.js';
import { parseJsonBody } from '../json/parse-body.js';
import { decodeProto3Json } from './proto3-json.js';
import { withPartialMessage } from './tempo-answer.js';
/** The value of the enum `PartialStatus` that says that spans are missing, by name and by number. */
const PARTIAL = ['PARTIAL', 1];
/**
 * Decodes Tempo's JSON for one trace: of `/api/v2/traces/{id}` (`{"trace":{"resourceSpans":[…]}}`) and of
 * `/api/traces/{id}` (`{"batches":[…]}`, in very old versions with instrumentation libraries). Never throws.
 */
export function decodeTempoJson(body) {
    return orInvalid(() => decodeTempoValue(parseJsonBody(body)));
}
/** The same for JSON that has been parsed already. */
export function decodeTempoValue(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return decodeProto3Json(value);
    const answer = value;
    const message = typeof answer['message'] === 'string' ? answer['message'] : '';
    const trace = 'trace' in answer ? (answer['trace'] ?? {}) : answer;
    return withPartialMessage(decodeProto3Json(trace), PARTIAL.includes(answer['status']) ? message : undefined);
}
//# sourceMappingURL=tempo-json.js.map
import { type DecodeTracesResult } from '../decode-result.js';
/**
 * Decodes the answer of Jaeger's `/api/v3/traces`: `{"result":{"resourceSpans":[…]}}`. Never throws. An answer without
 * `result`, such as `{"error":…}`, is invalid.
 */
export declare function decodeJaegerV3Json(body: Uint8Array | string): DecodeTracesResult;
//# sourceMappingURL=jaeger-v3-json.d.ts.map
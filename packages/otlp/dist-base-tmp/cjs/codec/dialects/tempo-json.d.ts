import { type DecodeTempoResult } from './tempo-answer.js';
/**
 * Decodes Tempo's JSON for one trace: of `/api/v2/traces/{id}` (`{"trace":{"resourceSpans":[…]}}`) and of
 * `/api/traces/{id}` (`{"batches":[…]}`, in very old versions with instrumentation libraries). Never throws.
 */
export declare function decodeTempoJson(body: Uint8Array | string): DecodeTempoResult;
/** The same for JSON that has been parsed already. */
export declare function decodeTempoValue(value: unknown): DecodeTempoResult;
//# sourceMappingURL=tempo-json.d.ts.map
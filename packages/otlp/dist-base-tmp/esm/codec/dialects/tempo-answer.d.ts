import type { DecodeTracesResult } from '../decode-result.js';
/** What became of an answer of Tempo to a request for one trace. A trace that it does not have may have no spans. */
export type DecodeTempoResult = (Extract<DecodeTracesResult, {
    readonly status: 'decoded';
}> & {
    /** Set when Tempo says that it did not give the whole trace: its remark, which may be empty. */
    readonly partialMessage?: string;
}) | Extract<DecodeTracesResult, {
    readonly status: 'invalid';
}>;
/** Adds Tempo's remark to what was decoded. */
export declare function withPartialMessage(decoded: DecodeTracesResult, message: string | undefined): DecodeTempoResult;
//# sourceMappingURL=tempo-answer.d.ts.map
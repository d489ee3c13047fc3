import type { ExportResponse } from '../transport/export-response.js';
/** What an answer means for the spans of its request. */
export type Verdict = {
    readonly action: 'accept';
    readonly warning: string | undefined;
} | {
    readonly action: 'accept-some';
    readonly rejectedSpans: number;
    readonly message: string;
}
/** Nothing is wrong with the spans: the destination is down or busy. */
 | {
    readonly action: 'wait';
    readonly detail: string;
    readonly retryAfterMs: number | undefined;
}
/** Nothing is wrong with the spans: the destination is not the right one, or does not know us. */
 | {
    readonly action: 'pause';
    readonly detail: string;
}
/** The request holds something that is not taken: find it. */
 | {
    readonly action: 'split';
    readonly httpStatus: number;
    readonly detail: string;
} | {
    readonly action: 'refuse';
    readonly httpStatus: number;
    readonly detail: string;
};
/** Decides what an answer means. Pure. */
export declare function toVerdict(response: ExportResponse): Verdict;
//# sourceMappingURL=verdict.d.ts.map
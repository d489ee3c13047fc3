import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/** Why one span of a decodable request cannot be used. */
export type SpanRejectReason = 'invalid-trace-id' | 'invalid-span-id' | 'invalid-parent-span-id';
/** A span that was left out; the rest of its request is fine. */
export interface RejectedSpan {
    readonly reason: SpanRejectReason;
    /** Which span of the request, counted from 1, and what is wrong with its id. Holds nothing else of the span. */
    readonly detail: string;
}
/** What became of the body of an export request. */
export type DecodeTracesResult = {
    readonly status: 'decoded';
    readonly spans: readonly ReadableSpan[];
    readonly rejected: readonly RejectedSpan[];
} | {
    readonly status: 'invalid';
    readonly detail: string;
};
/**
 * Raised inside the decoders at the first thing that cannot be read, and caught where decoding began.
 * @internal
 */
export declare class MalformedBody extends Error {
    readonly name = "MalformedBody";
}
/** Runs a decoder and turns what it raises into `undefined` plus a detail: decoding never throws at a caller. */
export declare function orInvalid<Result>(decode: () => Result): Result | {
    readonly status: 'invalid';
    readonly detail: string;
};
//# sourceMappingURL=decode-result.d.ts.map
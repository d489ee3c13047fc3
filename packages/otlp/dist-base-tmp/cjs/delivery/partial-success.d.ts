import { type SpanOutcome } from './span-outcome.js';
/**
 * The outcomes of a request of `spanCount` spans of which the receiver turned down `rejectedSpans`. It does not say
 * which: unless it is all of them, the last ones stand for the refused ones, marked as not identified. A number larger
 * than the request is cut to it.
 */
export declare function partialOutcomes(spanCount: number, rejectedSpans: number, message: string): readonly SpanOutcome[];
//# sourceMappingURL=partial-success.d.ts.map
/** When and how long a sender waits before it sends the same bytes again. */
export interface RetryPolicy {
    /** The upper end of the first wait. */
    readonly initialBackoffMs: number;
    /** The upper end of every later wait. */
    readonly backoffMaxMs: number;
    /** How long failures may go on without any success before the sender gives up; Infinity never does. */
    readonly retryForMs: number;
    /** From 0 to below 1. */
    readonly random: () => number;
}
/** Where a request stands after a failed attempt. */
export interface RetrySituation {
    /** How many attempts have failed, from 1. */
    readonly attempts: number;
    /** How long the whole sender has been without a success. */
    readonly failingForMs: number;
    /** The wait that the receiver asked for. */
    readonly retryAfterMs: number | undefined;
}
/** What to do after a failed attempt. */
export type RetryDecision = {
    readonly action: 'wait';
    readonly delayMs: number;
} | {
    readonly action: 'give-up';
};
/** The waits that the OTLP specification asks for: exponential with jitter; both ends are ours to choose. */
export declare const INITIAL_BACKOFF_MS = 1000;
/** The upper end of the longest wait: how late a recovery is noticed at most. */
export declare const BACKOFF_MAX_MS = 30000;
/** The shortest wait: jitter must not turn into a burst of requests at the worst moment. */
export declare const BACKOFF_MIN_MS = 100;
/**
 * Decides whether to wait, and how long. A wait that the receiver named is kept and never shortened; when it ends after
 * `retryForMs` there is nothing to wait for. Otherwise exponential backoff with full jitter, of which the last wait
 * ends with `retryForMs`, so that one more attempt is made at the very end.
 */
export declare function decideRetry(situation: RetrySituation, policy: RetryPolicy): RetryDecision;
//# sourceMappingURL=retry.d.ts.map
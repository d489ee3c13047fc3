import { type RetryDecision, type RetryPolicy } from './retry.js';
/** A failed attempt, as {@link Outage.fail} takes it. */
export interface FailedAttempt {
    /** When the attempt began. */
    readonly startedMs: number;
    /** When it failed. */
    readonly nowMs: number;
    /** How many attempts of this request have failed. */
    readonly attempts: number;
    readonly retryAfterMs: number | undefined;
}
/**
 * How long a destination has been without a success, over all requests of one sender. It begins with the first attempt
 * that fails and ends with any success; times in which nothing was sent do not count.
 */
export declare class Outage {
    private readonly policy;
    private sinceMs;
    constructor(policy: RetryPolicy);
    /** Whether attempts have failed since the last success. */
    get isOn(): boolean;
    /** Ends the outage. */
    succeed(): void;
    /** Takes note of a failed attempt and decides what follows. */
    fail(attempt: FailedAttempt): RetryDecision;
}
//# sourceMappingURL=outage.d.ts.map
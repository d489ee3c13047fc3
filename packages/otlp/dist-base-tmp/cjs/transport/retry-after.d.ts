/**
 * The longest wait that a receiver can ask for; more is cut to this. A day without a probe is as good as for ever, and
 * timers of JavaScript overflow after 24.8 days.
 */
export declare const RETRY_AFTER_MAX_MS: number;
/**
 * Reads a `Retry-After` header: seconds, or an HTTP date. Answers the wait in milliseconds; undefined, which means the
 * sender's own backoff, for 0, a date that has passed, and anything that is neither.
 *
 * @param nowUnixMs - the wall clock, against which a date is read
 */
export declare function parseRetryAfterMs(header: string | undefined, nowUnixMs: number): number | undefined;
//# sourceMappingURL=retry-after.d.ts.map
/** The waits that the OTLP specification asks for: exponential with jitter; both ends are ours to choose. */
export const INITIAL_BACKOFF_MS = 1_000;
/** The upper end of the longest wait: how late a recovery is noticed at most. */
export const BACKOFF_MAX_MS = 30_000;
/** The shortest wait: jitter must not turn into a burst of requests at the worst moment. */
export const BACKOFF_MIN_MS = 100;
/** A named wait is stretched by up to this part, so that senders told the same time do not come at once. */
const RETRY_AFTER_STRETCH = 0.1;
/**
 * Decides whether to wait, and how long. A wait that the receiver named is kept and never shortened; when it ends after
 * `retryForMs` there is nothing to wait for. Otherwise exponential backoff with full jitter, of which the last wait
 * ends with `retryForMs`, so that one more attempt is made at the very end.
 */
export function decideRetry(situation, policy) {
    const leftMs = policy.retryForMs - situation.failingForMs;
    if (leftMs <= 0)
        return { action: 'give-up' };
    if (situation.retryAfterMs !== undefined) {
        const delayMs = situation.retryAfterMs * (1 + RETRY_AFTER_STRETCH * policy.random());
        return delayMs > leftMs ? { action: 'give-up' } : { action: 'wait', delayMs };
    }
    return { action: 'wait', delayMs: Math.min(backoffMs(situation.attempts, policy), leftMs) };
}
function backoffMs(attempts, policy) {
    const upperMs = Math.min(policy.initialBackoffMs * 2 ** (attempts - 1), policy.backoffMaxMs);
    // Full jitter: senders that failed together must not come back together.
    return Math.max(policy.random() * upperMs, BACKOFF_MIN_MS);
}
//# sourceMappingURL=retry.js.map
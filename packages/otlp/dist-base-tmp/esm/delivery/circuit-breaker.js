import { decideRetry } from './retry.js';
/** How often a destination is probed that somebody has to mend: often enough to notice, too seldom to annoy. */
const PAUSE_INTERVAL_MS = 60_000;
/** Pauses are stretched by up to this part, so that a thousand processes do not come at once. */
const PAUSE_STRETCH = 0.1;
/** How long a destination that is back is spared: it has the requests of everybody else to take, too. */
const RECOVERY_MS = 1_000;
/**
 * Decides for all requests of one destination whether they may start.
 *
 * closed: all may. The first failure opens it, and nothing goes out until the interval has passed. Then it is
 * half-open: one request goes as a probe, the others wait for it. A failed probe opens it for the next, longer
 * interval; after a successful one a few requests may start in the first second, then all. A wait that the receiver
 * named is never undercut, not even after a success of a request that was under way. Pure but for its own state: the
 * time is handed in.
 */
export class CircuitBreaker {
    policy;
    phase = { name: 'closed' };
    /** When the attempt began that failed first since the last success. */
    failingSinceMs;
    /** Intervals since the last success. */
    intervals = 0;
    /** The latest moment before which some answer asked us not to come. */
    notBeforeMs = -Infinity;
    constructor(policy) {
        this.policy = policy;
    }
    /** Whether the destination failed and has not been seen to work again. */
    get isOpen() {
        return this.phase.name === 'open' || this.phase.name === 'half-open';
    }
    /** Decides about one request; what is let through must be reported by `succeed` or `fail`. */
    admit(nowMs) {
        if (nowMs < this.notBeforeMs)
            return { action: 'wait', delayMs: this.notBeforeMs - nowMs, isDown: true };
        switch (this.phase.name) {
            case 'closed':
                return { action: 'send', ticket: { startedMs: nowMs, isProbe: false } };
            case 'half-open':
                return { action: 'wait-for-probe' };
            case 'open':
                return this.admitProbe(this.phase.nextProbeMs, nowMs);
            case 'recovering':
                return this.admitRecovering(this.phase, nowMs);
        }
    }
    /** The receiver has decided about a request, in whatever way: the destination works. */
    succeed(ticket, nowMs) {
        this.failingSinceMs = undefined;
        this.intervals = 0;
        // A request that was under way when the breaker opened is good news, but does not replace the probe.
        if (!ticket.isProbe)
            return;
        const requestsLeft = this.policy.recoveryRequestsMax;
        this.phase = { name: 'recovering', untilMs: nowMs + RECOVERY_MS, requestsLeft };
    }
    /** A request found the destination down. Answers `give-up` when the time without any success is over. */
    fail(ticket, failure) {
        this.failingSinceMs ??= ticket.startedMs;
        // Requests that were under way when the breaker opened fail for the same reason: no further interval.
        const isFirst = ticket.isProbe || !this.isOpen;
        if (isFirst)
            this.intervals += 1;
        const delayMs = this.nextDelayMs(this.failingSinceMs, failure);
        if (delayMs === undefined)
            return 'give-up';
        if (failure.retryAfterMs !== undefined)
            this.notBeforeMs = Math.max(this.notBeforeMs, failure.nowMs + delayMs);
        if (isFirst)
            this.phase = { name: 'open', nextProbeMs: failure.nowMs + delayMs };
        return 'go-on';
    }
    admitProbe(nextProbeMs, nowMs) {
        if (nowMs < nextProbeMs)
            return { action: 'wait', delayMs: nextProbeMs - nowMs, isDown: true };
        this.phase = { name: 'half-open' };
        return { action: 'send', ticket: { startedMs: nowMs, isProbe: true } };
    }
    admitRecovering(phase, nowMs) {
        if (nowMs >= phase.untilMs) {
            this.phase = { name: 'closed' };
        }
        else if (phase.requestsLeft > 0) {
            phase.requestsLeft -= 1;
        }
        else {
            return { action: 'wait', delayMs: phase.untilMs - nowMs, isDown: false };
        }
        return { action: 'send', ticket: { startedMs: nowMs, isProbe: false } };
    }
    nextDelayMs(sinceMs, failure) {
        const { nowMs, retryAfterMs, isPause } = failure;
        // A run that is going to end does not wait for somebody to mend a destination: it tries as often as it can.
        if (isPause && retryAfterMs === undefined && this.policy.retryForMs === Infinity) {
            return PAUSE_INTERVAL_MS * (1 + PAUSE_STRETCH * this.policy.random());
        }
        const decision = decideRetry({ attempts: Math.max(this.intervals, 1), retryAfterMs, failingForMs: nowMs - sinceMs }, this.policy);
        return decision.action === 'wait' ? decision.delayMs : undefined;
    }
}
//# sourceMappingURL=circuit-breaker.js.map
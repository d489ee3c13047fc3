import { type RetryPolicy } from './retry.js';
/** When a destination is tried again, and how gently it is taken back. */
export interface BreakerPolicy extends RetryPolicy {
    /** Requests that may start in the first second after a recovery. */
    readonly recoveryRequestsMax: number;
}
/** A request that was let through: what {@link CircuitBreaker.succeed} and {@link CircuitBreaker.fail} are told of. */
export interface BreakerTicket {
    readonly startedMs: number;
    /** The one request by which the breaker finds out whether the destination is back. */
    readonly isProbe: boolean;
}
/** Whether a request may start now. */
export type Admission = {
    readonly action: 'send';
    readonly ticket: BreakerTicket;
}
/** Ask again after `delayMs`. Not down is a destination that is only being spared after a recovery. */
 | {
    readonly action: 'wait';
    readonly delayMs: number;
    readonly isDown: boolean;
}
/** Ask again when the probe under way has ended. */
 | {
    readonly action: 'wait-for-probe';
};
/** How a request failed that says nothing against its spans. */
export interface BreakerFailure {
    readonly nowMs: number;
    /** The wait that the receiver asked for. */
    readonly retryAfterMs: number | undefined;
    /** The destination is not the right one, or does not know us: it is down until somebody mends it. */
    readonly isPause: boolean;
}
/** What a failure means for the sender. */
export type BreakerDecision = 'go-on' | 'give-up';
/**
 * Decides for all requests of one destination whether they may start.
 *
 * closed: all may. The first failure opens it, and nothing goes out until the interval has passed. Then it is
 * half-open: one request goes as a probe, the others wait for it. A failed probe opens it for the next, longer
 * interval; after a successful one a few requests may start in the first second, then all. A wait that the receiver
 * named is never undercut, not even after a success of a request that was under way. Pure but for its own state: the
 * time is handed in.
 */
export declare class CircuitBreaker {
    private readonly policy;
    private phase;
    /** When the attempt began that failed first since the last success. */
    private failingSinceMs;
    /** Intervals since the last success. */
    private intervals;
    /** The latest moment before which some answer asked us not to come. */
    private notBeforeMs;
    constructor(policy: BreakerPolicy);
    /** Whether the destination failed and has not been seen to work again. */
    get isOpen(): boolean;
    /** Decides about one request; what is let through must be reported by `succeed` or `fail`. */
    admit(nowMs: number): Admission;
    /** The receiver has decided about a request, in whatever way: the destination works. */
    succeed(ticket: BreakerTicket, nowMs: number): void;
    /** A request found the destination down. Answers `give-up` when the time without any success is over. */
    fail(ticket: BreakerTicket, failure: BreakerFailure): BreakerDecision;
    private admitProbe;
    private admitRecovering;
    private nextDelayMs;
}
//# sourceMappingURL=circuit-breaker.d.ts.map
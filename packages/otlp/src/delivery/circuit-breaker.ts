import { decideRetry, type RetryPolicy } from './retry.js';

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
export type Admission =
  | { readonly action: 'send'; readonly ticket: BreakerTicket }
  /** Ask again after `delayMs`. Not down is a destination that is only being spared after a recovery. */
  | { readonly action: 'wait'; readonly delayMs: number; readonly isDown: boolean }
  /** Ask again when the probe under way has ended. */
  | { readonly action: 'wait-for-probe' };

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

type Phase =
  | { readonly name: 'closed' }
  | { readonly name: 'open'; readonly nextProbeMs: number }
  | { readonly name: 'half-open' }
  | { readonly name: 'recovering'; readonly untilMs: number; requestsLeft: number };

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
  private phase: Phase = { name: 'closed' };
  /** When the attempt began that failed first since the last success. */
  private failingSinceMs: number | undefined;
  /** Intervals since the last success. */
  private intervals = 0;
  /** The latest moment before which some answer asked us not to come. */
  private notBeforeMs = -Infinity;

  constructor(private readonly policy: BreakerPolicy) {}

  /** Whether the destination failed and has not been seen to work again. */
  get isOpen(): boolean {
    return this.phase.name === 'open' || this.phase.name === 'half-open';
  }

  /** Decides about one request; what is let through must be reported by `succeed` or `fail`. */
  admit(nowMs: number): Admission {
    if (nowMs < this.notBeforeMs) return { action: 'wait', delayMs: this.notBeforeMs - nowMs, isDown: true };
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
  succeed(ticket: BreakerTicket, nowMs: number): void {
    this.failingSinceMs = undefined;
    this.intervals = 0;
    // A request that was under way when the breaker opened is good news, but does not replace the probe.
    if (!ticket.isProbe) return;
    const requestsLeft = this.policy.recoveryRequestsMax;
    this.phase = { name: 'recovering', untilMs: nowMs + RECOVERY_MS, requestsLeft };
  }

  /** A request found the destination down. Answers `give-up` when the time without any success is over. */
  fail(ticket: BreakerTicket, failure: BreakerFailure): BreakerDecision {
    this.failingSinceMs ??= ticket.startedMs;
    // Requests that were under way when the breaker opened fail for the same reason: no further interval.
    const isFirst = ticket.isProbe || !this.isOpen;
    if (isFirst) this.intervals += 1;
    const delayMs = this.nextDelayMs(this.failingSinceMs, failure);
    if (delayMs === undefined) return 'give-up';
    if (failure.retryAfterMs !== undefined) this.notBeforeMs = Math.max(this.notBeforeMs, failure.nowMs + delayMs);
    if (isFirst) this.phase = { name: 'open', nextProbeMs: failure.nowMs + delayMs };
    return 'go-on';
  }

  private admitProbe(nextProbeMs: number, nowMs: number): Admission {
    if (nowMs < nextProbeMs) return { action: 'wait', delayMs: nextProbeMs - nowMs, isDown: true };
    this.phase = { name: 'half-open' };
    return { action: 'send', ticket: { startedMs: nowMs, isProbe: true } };
  }

  private admitRecovering(phase: Phase & { name: 'recovering' }, nowMs: number): Admission {
    if (nowMs >= phase.untilMs) {
      this.phase = { name: 'closed' };
    } else if (phase.requestsLeft > 0) {
      phase.requestsLeft -= 1;
    } else {
      return { action: 'wait', delayMs: phase.untilMs - nowMs, isDown: false };
    }
    return { action: 'send', ticket: { startedMs: nowMs, isProbe: false } };
  }

  private nextDelayMs(sinceMs: number, failure: BreakerFailure): number | undefined {
    const { nowMs, retryAfterMs, isPause } = failure;
    // A run that is going to end does not wait for somebody to mend a destination: it tries as often as it can.
    if (isPause && retryAfterMs === undefined && this.policy.retryForMs === Infinity) {
      return PAUSE_INTERVAL_MS * (1 + PAUSE_STRETCH * this.policy.random());
    }
    const decision = decideRetry(
      { attempts: Math.max(this.intervals, 1), retryAfterMs, failingForMs: nowMs - sinceMs },
      this.policy,
    );
    return decision.action === 'wait' ? decision.delayMs : undefined;
  }
}

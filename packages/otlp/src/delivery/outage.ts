import { decideRetry, type RetryDecision, type RetryPolicy } from './retry.js';

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
export class Outage {
  private sinceMs: number | undefined;

  constructor(private readonly policy: RetryPolicy) {}

  /** Whether attempts have failed since the last success. */
  get isOn(): boolean {
    return this.sinceMs !== undefined;
  }

  /** Ends the outage. */
  succeed(): void {
    this.sinceMs = undefined;
  }

  /** Takes note of a failed attempt and decides what follows. */
  fail(attempt: FailedAttempt): RetryDecision {
    this.sinceMs ??= attempt.startedMs;
    const { attempts, retryAfterMs, nowMs } = attempt;
    return decideRetry({ attempts, retryAfterMs, failingForMs: nowMs - this.sinceMs }, this.policy);
  }
}

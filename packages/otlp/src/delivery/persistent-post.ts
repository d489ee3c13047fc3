import type { ExportResponse, OtlpTransport } from '../transport/export-response.js';
import { CircuitBreaker, type BreakerPolicy, type BreakerTicket } from './circuit-breaker.js';
import type { Clock } from './clock.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { toVerdict, type Verdict } from './verdict.js';

/** Options of a {@link PersistentPost}. */
export interface PersistentPostOptions {
  readonly transport: OtlpTransport;
  readonly clock: Clock;
  readonly policy: BreakerPolicy;
  readonly warnings: OneTimeWarnings;
  /** Ends all waiting and all attempts under way. */
  readonly signal: AbortSignal | undefined;
}

/** A verdict that leaves the question open: the destination could not decide. */
type NoVerdict = Extract<Verdict, { action: 'wait' | 'pause' }>;

/** How sending one request ended: with a verdict of the receiver, or without one. */
export type SenderEnd = Exclude<Verdict, NoVerdict> | { readonly action: 'give-up'; readonly detail: string };

/**
 * How long one request is sent: until the receiver has decided about it, or `once`, and then not at all while the
 * destination is known to be down; for callers who have another place for it.
 */
export type Persistence = 'until-decided' | 'once';

/**
 * Sends a request again and again, always the same bytes, until the receiver has decided about it or the destination
 * has been without a success for too long. Requests run side by side and share one circuit breaker: while the
 * destination fails only one of them goes out at a time, and when one gives up, all do.
 */
export class PersistentPost {
  private readonly breaker: CircuitBreaker;
  /** Aborts when nobody may wait any longer; what it was is in `endReason`. */
  private readonly end = new AbortController();
  private endReason: string | undefined;
  private hasGivenUp = false;
  private lastFault = 'The destination has not answered yet.';
  /** Requests that wait for the probe. */
  private wakers: (() => void)[] = [];
  /** The wait of all requests that wait for the same moment. */
  private sleeping: Promise<void> | undefined;
  /** One for each attempt under way: more than ten listeners on one signal make Node warn of a leak. */
  private readonly attempts = new Set<AbortController>();

  private readonly stop = (): void => {
    for (const attempt of this.attempts) attempt.abort();
    this.endFor('The sender was stopped.');
  };

  constructor(private readonly options: PersistentPostOptions) {
    this.breaker = new CircuitBreaker(options.policy);
    options.signal?.addEventListener('abort', this.stop, { once: true });
    if (options.signal?.aborted === true) this.stop();
  }

  get state(): 'open' | 'failing' | 'gave-up' | 'closed' {
    if (this.hasGivenUp) return 'gave-up';
    if (this.end.signal.aborted) return 'closed';
    return this.breaker.isOpen ? 'failing' : 'open';
  }

  /** What the destination, or the way to it, said when a request failed last. */
  get fault(): string {
    return this.lastFault;
  }

  /** Sends one request to its end. Never rejects. */
  send(body: Uint8Array, persistence: Persistence = 'until-decided'): Promise<SenderEnd> {
    return this.sendNext(() => body, persistence) as Promise<SenderEnd>;
  }

  /**
   * Sends a request that is asked for anew before each attempt, because spans in it may be withdrawn. When there is
   * none any more, nothing is sent.
   */
  async sendNext(
    next: () => Uint8Array | undefined,
    persistence: Persistence,
  ): Promise<SenderEnd | { readonly action: 'nothing-left' }> {
    while (this.endReason === undefined) {
      const body = next();
      // Before the breaker is asked: who was let through has to go, or the probe would never end.
      if (body === undefined) return { action: 'nothing-left' };
      const admission = this.breaker.admit(this.options.clock.now());
      if (admission.action === 'send') {
        const verdict = await this.try(body, admission.ticket);
        if (verdict !== undefined) return verdict;
      }
      const isDown = admission.action !== 'wait' || admission.isDown;
      if (persistence === 'once' && isDown) break;
      if (admission.action === 'wait') await this.sleep(admission.delayMs);
      if (admission.action === 'wait-for-probe') await this.probeEnd();
    }
    return { action: 'give-up', detail: this.endReason ?? this.lastFault };
  }

  /** Ends all waiting; attempts under way run to their end, or until the signal aborts. */
  close(): void {
    this.endFor('The sender was closed.');
  }

  /** Lets go of the signal, which may live as long as the process. */
  forgetSignal(): void {
    this.options.signal?.removeEventListener('abort', this.stop);
  }

  /** One attempt; undefined when it brought no verdict. */
  private async try(body: Uint8Array, ticket: BreakerTicket): Promise<Exclude<Verdict, NoVerdict> | undefined> {
    const verdict = toVerdict(await this.attempt(body));
    if (verdict.action === 'wait' || verdict.action === 'pause') {
      this.fail(verdict, ticket);
    } else {
      this.breaker.succeed(ticket, this.options.clock.now());
      if (!this.breaker.isOpen) this.options.warnings.rearm('outage');
    }
    if (ticket.isProbe) this.wake();
    return verdict.action === 'wait' || verdict.action === 'pause' ? undefined : verdict;
  }

  private async attempt(body: Uint8Array): Promise<ExportResponse> {
    const attempt = new AbortController();
    this.attempts.add(attempt);
    try {
      return await this.options.transport.send(body, attempt.signal);
    } catch (error) {
      // Transports promise not to throw, but this one may be the host's.
      const what = error instanceof Error ? error.message : String(error);
      return { status: 'retryable', detail: `The transport threw: ${what}.` };
    } finally {
      this.attempts.delete(attempt);
    }
  }

  /** Waits, together with all others: while the destination is down no moment to wait for comes nearer. */
  private async sleep(delayMs: number): Promise<void> {
    this.sleeping ??= this.options.clock.sleep(delayMs, this.end.signal);
    await this.sleeping;
    this.sleeping = undefined;
  }

  private fail(verdict: NoVerdict, ticket: BreakerTicket): void {
    if (this.endReason !== undefined) return;
    const { clock, policy, warnings } = this.options;
    this.lastFault = verdict.detail;
    const isPause = verdict.action === 'pause';
    const retryAfterMs = isPause ? undefined : verdict.retryAfterMs;
    const decision = this.breaker.fail(ticket, { nowMs: clock.now(), retryAfterMs, isPause });
    if (decision === 'give-up') {
      this.giveUp(verdict.detail, retryAfterMs);
      return;
    }
    const limit = Number.isFinite(policy.retryForMs) ? ` for up to ${policy.retryForMs / 1000} s` : '';
    // Nothing mends a wrong destination but a person: it is told again with every probe, which is once a minute.
    if (isPause && ticket.isProbe && policy.retryForMs === Infinity) warnings.rearm('outage');
    warnings.tell('outage', `spans cannot be delivered and will be retried${limit}. ${verdict.detail}`);
  }

  private giveUp(detail: string, retryAfterMs: number | undefined): void {
    const limit = `${this.options.policy.retryForMs / 1000} s`;
    const why =
      retryAfterMs === undefined
        ? `There was no success within ${limit}.`
        : `The backend asked to wait ${Math.ceil(retryAfterMs / 1000)} s, which ends after the limit of ${limit}.`;
    this.hasGivenUp = true;
    // Not told as a warning as well: every span that did not leave carries this sentence as its reason.
    this.endFor(`${why} ${detail}`);
  }

  private probeEnd(): Promise<void> {
    return new Promise((resolve) => this.wakers.push(resolve));
  }

  private wake(): void {
    const wakers = this.wakers;
    this.wakers = [];
    for (const wake of wakers) wake();
  }

  private endFor(reason: string): void {
    this.endReason ??= reason;
    this.end.abort();
    this.wake();
  }
}

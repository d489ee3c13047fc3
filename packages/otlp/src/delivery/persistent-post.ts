import type { ExportResponse, OtlpTransport } from '../transport/export-response.js';
import type { Clock } from './clock.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { Outage } from './outage.js';
import type { RetryPolicy } from './retry.js';
import { toVerdict, type Verdict } from './verdict.js';

/** Options of a {@link PersistentPost}. */
export interface PersistentPostOptions {
  readonly transport: OtlpTransport;
  readonly clock: Clock;
  readonly policy: RetryPolicy;
  readonly warnings: OneTimeWarnings;
  /** Ends all waiting and all attempts under way. */
  readonly signal: AbortSignal | undefined;
}

/** How sending one request ended: with a verdict of the receiver, or without one. */
export type SenderEnd = Exclude<Verdict, { action: 'wait' }> | { readonly action: 'give-up'; readonly detail: string };

/**
 * Sends a request again and again, always the same bytes, until the receiver has decided about it or the destination
 * has been without a success for too long. Requests run side by side and share one account of the outage: a success of
 * any of them is news for all, and when one gives up, all do.
 */
export class PersistentPost {
  private readonly outage: Outage;
  /** Aborts when nobody may wait any longer; what it was is in `endReason`. */
  private readonly end = new AbortController();
  private endReason: string | undefined;
  private hasGivenUp = false;

  private readonly stop = (): void => {
    this.endFor('The sender was stopped.');
  };

  constructor(private readonly options: PersistentPostOptions) {
    this.outage = new Outage(options.policy);
    options.signal?.addEventListener('abort', this.stop, { once: true });
    if (options.signal?.aborted === true) this.stop();
  }

  get state(): 'open' | 'failing' | 'gave-up' | 'closed' {
    if (this.hasGivenUp) return 'gave-up';
    if (this.end.signal.aborted) return 'closed';
    return this.outage.isOn ? 'failing' : 'open';
  }

  /** Sends one request to its end. Never rejects. */
  async send(body: Uint8Array): Promise<SenderEnd> {
    for (let attempts = 1; this.endReason === undefined; attempts++) {
      const startedMs = this.options.clock.now();
      const verdict = toVerdict(await this.attempt(body));
      if (verdict.action !== 'wait') {
        this.succeed();
        return verdict;
      }
      await this.waitAfter(verdict, startedMs, attempts);
    }
    return { action: 'give-up', detail: this.endReason };
  }

  /** Ends all waiting; attempts under way run to their end. */
  close(): void {
    this.endFor('The sender was closed.');
  }

  private async attempt(body: Uint8Array): Promise<ExportResponse> {
    try {
      return await this.options.transport.send(body, this.options.signal);
    } catch (error) {
      // Transports promise not to throw, but this one may be the host's.
      const what = error instanceof Error ? error.message : String(error);
      return { status: 'retryable', detail: `The transport threw: ${what}.` };
    }
  }

  private succeed(): void {
    this.outage.succeed();
    this.options.warnings.rearm('outage');
  }

  private async waitAfter(verdict: Verdict & { action: 'wait' }, startedMs: number, attempts: number): Promise<void> {
    if (this.endReason !== undefined) return;
    const { clock, policy, warnings } = this.options;
    const { detail, retryAfterMs } = verdict;
    const decision = this.outage.fail({ startedMs, nowMs: clock.now(), attempts, retryAfterMs });
    if (decision.action === 'give-up') {
      this.giveUp(verdict);
      return;
    }
    const limit = Number.isFinite(policy.retryForMs) ? ` for up to ${policy.retryForMs / 1000} s` : '';
    warnings.tell('outage', `spans cannot be delivered and will be retried${limit}. ${detail}`);
    await clock.sleep(decision.delayMs, this.end.signal);
  }

  private giveUp({ detail, retryAfterMs }: Verdict & { action: 'wait' }): void {
    const limit = `${this.options.policy.retryForMs / 1000} s`;
    const why =
      retryAfterMs === undefined
        ? `There was no success within ${limit}.`
        : `The backend asked to wait ${Math.ceil(retryAfterMs / 1000)} s, which ends after the limit of ${limit}.`;
    this.hasGivenUp = true;
    // Not told as a warning as well: every span that did not leave carries this sentence as its reason.
    this.endFor(`${why} ${detail}`);
  }

  private endFor(reason: string): void {
    this.endReason ??= reason;
    this.end.abort();
    // The signal may live as long as the process, this object does not.
    this.options.signal?.removeEventListener('abort', this.stop);
  }
}

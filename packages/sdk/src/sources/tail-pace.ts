import { type TailClock } from './tail-clock.js';

/** A touched file brings the next look forward, but looks stay so far apart: a busy writer touches all the time. */
const LOOK_GAP_MS = 25;

/** Options of {@link TailPace}. */
export interface TailPaceOptions {
  readonly pollIntervalMs: number;
  readonly discoveryIntervalMs: number;
  readonly clock: TailClock;
}

/** What is due: to search for new files and look at all, to look at those that changed lately, or nothing. */
export type TailDuty = 'search' | 'look' | 'nothing';

/** When to look and when to search for new files. A process that was stopped does each once, however long it was. */
export class TailPace {
  private lookAtMs = -Infinity;
  private searchAtMs = -Infinity;
  private lookedAtMs = -Infinity;
  private isTouched = false;
  private isAwake = false;
  private sleeping: AbortController | undefined;

  constructor(private readonly options: TailPaceOptions) {}

  /** What is due now. */
  due(): TailDuty {
    const nowMs = this.options.clock.nowMs();
    if (nowMs >= this.searchAtMs) return 'search';
    return nowMs >= this.nextLookMs() ? 'look' : 'nothing';
  }

  /** Says that a duty begins: what is touched from now on is seen by the next one only. */
  begin(): void {
    this.isTouched = false;
  }

  /** Says that a duty was done. Counted from its end, so that slow looks leave time for reading. */
  finish(duty: TailDuty): void {
    const nowMs = this.options.clock.nowMs();
    this.lookedAtMs = nowMs;
    this.lookAtMs = nowMs + this.options.pollIntervalMs;
    if (duty === 'search') this.searchAtMs = nowMs + this.options.discoveryIntervalMs;
  }

  /** Waits until something is due, or until it is woken. */
  async pause(): Promise<void> {
    const delayMs = Math.min(this.searchAtMs, this.nextLookMs()) - this.options.clock.nowMs();
    if (this.isAwake || delayMs <= 0) return;
    this.sleeping = new AbortController();
    await this.options.clock.sleep(delayMs, this.sleeping.signal);
    this.sleeping = undefined;
  }

  /** Says that a file was touched: the next look comes earlier. */
  touch(): void {
    if (this.isTouched) return;
    this.isTouched = true;
    this.sleeping?.abort();
  }

  /** Ends the pause that is running. */
  wake(): void {
    this.sleeping?.abort();
  }

  /** Lets no pause last any more. */
  stayAwake(): void {
    this.isAwake = true;
    this.wake();
  }

  private nextLookMs(): number {
    return this.isTouched ? Math.min(this.lookAtMs, this.lookedAtMs + LOOK_GAP_MS) : this.lookAtMs;
  }
}

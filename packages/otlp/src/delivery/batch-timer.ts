import type { Clock } from './clock.js';

/** Options of a {@link BatchTimer}. */
export interface BatchTimerOptions {
  readonly clock: Clock;
  readonly delayMs: number;
  /** Ends a wait at once, and lets what waits leave. */
  readonly signal: AbortSignal;
  readonly onDue: () => void;
}

/** Lets what waits leave some time after the first of it has come. */
export class BatchTimer {
  /** Whether it runs. */
  isArmed = false;

  constructor(private readonly options: BatchTimerOptions) {}

  /** Starts it unless it runs. */
  arm(): void {
    if (this.isArmed) return;
    this.isArmed = true;
    const { clock, delayMs, signal, onDue } = this.options;
    void clock.sleep(delayMs, signal).then(() => {
      this.isArmed = false;
      onDue();
    });
  }
}

import type { Clock } from '@spanbridge/otlp';
import type { Heartbeats } from './heartbeats.js';
import type { OpenSpan } from './open-span.js';
import type { OpenSpans } from './open-spans.js';

/** Spans told of in one go: a marker costs some microseconds, and nobody must wait for us over ten milliseconds. */
const TELLS_MAX = 250;

/** Options of an {@link AgeWatch}. */
export interface AgeWatchOptions {
  readonly openSpans: OpenSpans;
  readonly heartbeats: Heartbeats | undefined;
  readonly minAgeMs: number;
  readonly clock: Clock;
  /** Told of each span once, when it has reached the age. */
  readonly onAge: (open: OpenSpan, nowMs: number) => void;
  /** Told when anything throws in here. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Notices that spans have reached an age: one timer, on the oldest span of which was not told yet, which keeps no
 * process alive. A span that ends earlier costs at most one look.
 */
export class AgeWatch {
  private readonly end = new AbortController();
  private isArmed = false;

  constructor(private readonly options: AgeWatchOptions) {}

  /** To be called when a span has started. */
  wake(): void {
    if (!this.isArmed && !this.end.signal.aborted) this.arm();
  }

  /** Ends the timer. */
  close(): void {
    this.end.abort();
  }

  private arm(): void {
    const dueMs = this.nextDueMs();
    if (dueMs === undefined) return;
    this.isArmed = true;
    const { clock } = this.options;
    // Timers fire up to a millisecond early; a wait of 0 would then spin.
    const waitMs = Math.max(Math.ceil(dueMs - clock.now()), 1);
    void clock.sleep(waitMs, this.end.signal).then(() => {
      this.isArmed = false;
      if (!this.end.signal.aborted) this.look();
    });
  }

  private look(): void {
    try {
      const nowMs = this.options.clock.now();
      this.tellAged(nowMs);
      this.options.heartbeats?.beatDue(nowMs, TELLS_MAX);
    } catch (error) {
      this.options.onFault(error);
    }
    this.arm();
  }

  private tellAged(nowMs: number): void {
    const { openSpans, minAgeMs, onAge } = this.options;
    for (let count = 0; count < TELLS_MAX; count += 1) {
      const open = openSpans.nextUntold();
      if (open === undefined || open.startedMs + minAgeMs > nowMs) return;
      // First, so that a span that cannot be told of does not stop the others.
      openSpans.passUntold();
      onAge(open, nowMs);
    }
  }

  private nextDueMs(): number | undefined {
    const { openSpans, heartbeats, minAgeMs } = this.options;
    const untold = openSpans.nextUntold();
    const ageDueMs = untold === undefined ? Infinity : untold.startedMs + minAgeMs;
    const dueMs = Math.min(ageDueMs, heartbeats?.nextDueMs ?? Infinity);
    return dueMs === Infinity ? undefined : dueMs;
  }
}

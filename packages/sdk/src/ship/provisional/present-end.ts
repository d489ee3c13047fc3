/** A source that let us wait for so long had nothing more: what lies ready in a pipe or a buffer comes sooner. */
const WAIT_MS_MIN = 5;

/** A wait of so long is none: the process was suspended, and nobody knows yet what was written meanwhile. */
const WAIT_MS_MAX = 1_000;

/**
 * Tells whether an input was read to its present end: only then is a span that has not ended a running one, and not
 * one whose end has not been read.
 */
export class PresentEnd {
  private askedAtMs: number;

  /** @param monotonicMs - the clock of the run */
  constructor(private readonly monotonicMs: () => number) {
    this.askedAtMs = monotonicMs();
  }

  /** Notes that the source is asked for more from now on. */
  ask(): void {
    this.askedAtMs = this.monotonicMs();
  }

  /** Whether the answer that has come now was waited for. */
  get isReached(): boolean {
    const waitedMs = this.monotonicMs() - this.askedAtMs;
    return waitedMs >= WAIT_MS_MIN && waitedMs <= WAIT_MS_MAX;
  }
}

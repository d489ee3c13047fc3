/** A tick counts for at most this many of its usual length. */
const TICKS_MAX = 2;

/**
 * Time for deciding that nothing more will come of a span. It goes on only while the input is read to its present end,
 * and by at most two ticks in each: a process that was suspended, a machine that slept, or a backlog that takes hours
 * lets nothing expire.
 */
export class PatientClock {
  private elapsedMs = 0;
  private tickedAtMs: number;

  constructor(
    private readonly tickMs: number,
    private readonly monotonicMs: () => number,
  ) {
    this.tickedAtMs = monotonicMs();
  }

  /** Milliseconds that have counted. */
  now(): number {
    return this.elapsedMs;
  }

  /** The input is read to its present end: counts the time since the last tick. */
  tick(): void {
    const now = this.monotonicMs();
    this.elapsedMs += Math.min(now - this.tickedAtMs, TICKS_MAX * this.tickMs);
    this.tickedAtMs = now;
  }

  /** The input had something: the time since the last tick does not count. */
  skip(): void {
    this.tickedAtMs = this.monotonicMs();
  }
}

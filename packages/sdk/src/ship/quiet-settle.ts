import type { RecordPipeline } from '@spanbridge/core';

const NANOS_PER_MILLI = 1_000_000n;

/** Least time between two looks. */
const INTERVAL_MS = 200;

/**
 * Lets spans of stdin leave before its end: a program that runs for hours pipes its records in. A span leaves once the
 * records have got beyond its end by `settleMs`, and the clock has got beyond its last record by as much: so that a
 * file that is piped in, in whatever order, is read whole first.
 */
export class QuietSettle {
  private latestUnixNano = 0n;
  private settledAtMs = 0;

  constructor(private readonly settleMs: number) {}

  /**
   * Lets go what may go, a few times a second at most. Answers whether it looked.
   *
   * @param nowMs - the clock of the table
   */
  settle(pipeline: RecordPipeline, nowMs: number): boolean {
    if (nowMs - this.settledAtMs < INTERVAL_MS) return false;
    this.settledAtMs = nowMs;
    const latest = pipeline.takeLatestUnixNano();
    if (latest !== undefined && latest > this.latestUnixNano) this.latestUnixNano = latest;
    const untilUnixNano = this.latestUnixNano - BigInt(Math.round(this.settleMs)) * NANOS_PER_MILLI;
    pipeline.settle({ untilUnixNano, touchedUntilMs: nowMs - this.settleMs });
    return true;
  }
}

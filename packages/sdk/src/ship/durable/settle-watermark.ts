import type { SettleLimits } from '@spanbridge/core';

const NANOS_PER_MILLI = 1_000_000n;

/**
 * Knows which spans need no longer wait for late records while several sources are read at once: those whose end every
 * source has passed by `settleMs` of record time. A source that is read to its present end holds nobody up.
 */
export class SettleWatermark {
  /** Latest record time of the sources that have more to give; undefined: none of theirs told a time yet. */
  private readonly behind = new Map<string, bigint | undefined>();

  constructor(private readonly settleMs: number) {}

  /** Notes what a piece of a source told. */
  note(sourceId: string, piece: { readonly latestUnixNano: bigint | undefined; readonly isAtEnd: boolean }): void {
    if (piece.isAtEnd) {
      this.behind.delete(sourceId);
      return;
    }
    const known = this.behind.get(sourceId);
    const { latestUnixNano: latest } = piece;
    const isLater = known === undefined || (latest !== undefined && latest > known);
    this.behind.set(sourceId, isLater ? latest : known);
  }

  /** All sources are read to their present end. */
  noteIdle(): void {
    this.behind.clear();
  }

  /** Every source that gave something had no more when it did. */
  get isAtPresentEnd(): boolean {
    return this.behind.size === 0;
  }

  /** Which spans may leave now; undefined: none. */
  limits(): SettleLimits | undefined {
    let earliest: bigint | undefined;
    for (const latest of this.behind.values()) {
      if (latest === undefined) return undefined;
      if (earliest === undefined || latest < earliest) earliest = latest;
    }
    if (earliest === undefined) return {};
    return { untilUnixNano: earliest - BigInt(Math.round(this.settleMs)) * NANOS_PER_MILLI };
  }
}

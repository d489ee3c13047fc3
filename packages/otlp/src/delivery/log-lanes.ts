/** Lanes with records in the store that are told apart. With more, all lanes wait until the store is empty. */
const KEPT_LANES_MAX = 10_000;

/**
 * Which lanes must wait: those of which a request is under way, and, on the way to the receiver, those of which the
 * store holds earlier records.
 */
export class LogLanes {
  /** How many records of each lane are under way. */
  private readonly busy = new Map<string, number>();
  private readonly kept = new Set<string>();
  private isAnyKept = false;

  /** Whether a record of this lane must not leave for this target now. A record without a lane always may. */
  isBlocked(lane: string | undefined, target: 'receiver' | 'store'): boolean {
    if (lane === undefined) return false;
    if (this.busy.has(lane)) return true;
    return target === 'receiver' && (this.isAnyKept || this.kept.has(lane));
  }

  /** A record of this lane is under way. */
  occupy(lane: string | undefined): void {
    if (lane !== undefined) this.busy.set(lane, (this.busy.get(lane) ?? 0) + 1);
  }

  /** A record of this lane is not under way any more. */
  free(lane: string | undefined): void {
    if (lane === undefined) return;
    const left = (this.busy.get(lane) ?? 0) - 1;
    if (left > 0) this.busy.set(lane, left);
    else this.busy.delete(lane);
  }

  /** A record of this lane is in the store: those that come after it must not overtake it. */
  noteKept(lane: string | undefined): void {
    if (lane === undefined) return;
    if (this.kept.size >= KEPT_LANES_MAX) this.isAnyKept = true;
    else this.kept.add(lane);
  }

  /** The store has no records any more. */
  noteStoreEmpty(): void {
    this.kept.clear();
    this.isAnyKept = false;
  }
}

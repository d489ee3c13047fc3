/** Options of a {@link DropCounter}. */
export interface DropCounterOptions {
  /** Who drops, in the words of the message: `OtlpSender`, `PendingSpans`. */
  readonly component: string;
  /** Where the first drop of each reason is told. */
  readonly warn: (message: string) => void;
}

/**
 * Counts drops by reason and tells the first of each reason; the rest is only a number.
 * A backend that is down for an hour must not fill the log of the application.
 */
export class DropCounter {
  private readonly counts = new Map<string, number>();

  constructor(private readonly options: DropCounterOptions) {}

  /** Adds `count` drops under `reason`. */
  add(reason: string, count = 1): void {
    const before = this.counts.get(reason) ?? 0;
    this.counts.set(reason, before + count);
    if (before > 0) return;
    this.options.warn(`${this.options.component}: ${reason}. Further cases of this are only counted.`);
  }

  /** All counts, by reason, in the order in which the reasons first appeared. */
  entries(): ReadonlyMap<string, number> {
    return this.counts;
  }
}

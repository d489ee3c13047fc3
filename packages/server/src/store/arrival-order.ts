/** What {@link ArrivalOrder} links; the two fields belong to it alone. */
export interface Arrived<Entry> {
  older: Entry | undefined;
  newer: Entry | undefined;
}

/**
 * Entries in order of arrival, with removal anywhere at constant cost.
 *
 * A `Map` keeps the order too, but each removal at its front leaves a hole that the next walk from the front steps
 * over; a store that evicts for hours would spend its time on holes.
 */
export class ArrivalOrder<Entry extends Arrived<Entry>> {
  private oldest: Entry | undefined;
  private newest: Entry | undefined;

  /** Puts an entry that is in no order yet at the newest end. */
  append(entry: Entry): void {
    entry.older = this.newest;
    entry.newer = undefined;
    if (this.newest === undefined) this.oldest = entry;
    else this.newest.newer = entry;
    this.newest = entry;
  }

  /** Takes an entry of this order out. */
  remove(entry: Entry): void {
    if (entry.older === undefined) this.oldest = entry.newer;
    else entry.older.newer = entry.newer;
    if (entry.newer === undefined) this.newest = entry.older;
    else entry.newer.older = entry.older;
    entry.older = undefined;
    entry.newer = undefined;
  }

  /** All entries, the oldest first. Entries must not be removed while it is walked. */
  *oldestFirst(): Generator<Entry> {
    for (let entry = this.oldest; entry !== undefined; entry = entry.newer) yield entry;
  }

  /** All entries, the newest first. Entries must not be removed while it is walked. */
  *newestFirst(): Generator<Entry> {
    for (let entry = this.newest; entry !== undefined; entry = entry.older) yield entry;
  }
}

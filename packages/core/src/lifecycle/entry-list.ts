/** Something that can stand in one {@link EntryList} at a time. */
export interface Linked {
  previous: this | undefined;
  next: this | undefined;
}

/**
 * A list in the order of last use, oldest first, with its length and its weight in bytes. Every step is O(1).
 * The links live in the entries themselves: a `Map` in insertion order does the same at three times the cost, which
 * counts when every record moves its span to the end.
 */
export class EntryList<T extends Linked> {
  oldest: T | undefined;
  size = 0;
  sizeBytes = 0;
  private newest: T | undefined;

  /** Puts an entry that stands in no list at the end. */
  append(entry: T, sizeBytes: number): void {
    this.link(entry);
    this.size += 1;
    this.sizeBytes += sizeBytes;
  }

  /** Takes out an entry of this list. */
  remove(entry: T, sizeBytes: number): void {
    this.unlink(entry);
    this.size -= 1;
    this.sizeBytes -= sizeBytes;
  }

  /** Moves an entry of this list to the end. */
  moveToEnd(entry: T): void {
    if (this.newest === entry) return;
    this.unlink(entry);
    this.link(entry);
  }

  /** All entries, oldest first. An entry may be removed while it is looked at. */
  *entries(): Generator<T> {
    for (let entry = this.oldest; entry !== undefined;) {
      const next: T | undefined = entry.next;
      yield entry;
      entry = next;
    }
  }

  private link(entry: T): void {
    entry.previous = this.newest;
    if (this.newest === undefined) this.oldest = entry;
    else this.newest.next = entry;
    this.newest = entry;
  }

  private unlink(entry: T): void {
    if (entry.previous === undefined) this.oldest = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === undefined) this.newest = entry.previous;
    else entry.next.previous = entry.previous;
    entry.previous = undefined;
    entry.next = undefined;
  }
}

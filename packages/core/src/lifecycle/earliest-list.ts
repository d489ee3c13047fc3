/** How an {@link EarliestList} treats what it holds. One object for all lists of a kind. */
export interface EarliestListKind<T> {
  readonly itemsMax: number;
  /** Total order; 0 = the same item twice. */
  compare(a: T, b: T): number;
  /** A text that tells two items apart, for those that did not fit. */
  textOf(item: T): string;
  sizeBytesOf(item: T): number;
  /** What one item counts when it does not fit. */
  weightOf(item: T): number;
  /** Items over the limit that are told apart; beyond it one that is read twice counts as dropped twice. */
  readonly fingerprintsMax: number;
}

/** An {@link EarliestList} as plain data, from which it can be made again. */
export interface EarliestListState<T> {
  readonly items: readonly T[];
  readonly fingerprints: readonly number[] | undefined;
  readonly droppedCount: number;
  readonly sizeBytes: number;
}

/** How far back the search for a place goes one by one before it halves: records mostly come in order. */
const LINEAR_STEPS = 4;

/** Up to this length a list takes exactly the room that it needs. */
const SMALL_LENGTH = 8;

/** What one number costs in a set; measured on V8, rounded up. */
const FINGERPRINT_BYTES = 40;

/** A hash of 53 bits, the most that a number holds exactly. */
function fingerprint(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) ^ (low >>> 13);
  }
  return (high >>> 0) * 0x20_0000 + ((low >>> 0) & 0x1f_ffff);
}

/**
 * The earliest items of a set, sorted, each once.
 *
 * Which items stay and how many are dropped is a property of the set and not of the order of arrival: an item over the
 * limit leaves a fingerprint, so that reading it twice counts once.
 */
export class EarliestList<T> {
  /** What did not fit, by weight. */
  droppedCount = 0;
  /** Estimated memory of the items and fingerprints. */
  sizeBytes = 0;
  private kept: T[] = [];
  private over: Set<number> | undefined;

  constructor(private readonly kind: EarliestListKind<T>) {}

  /** The items that stay, in order. */
  get items(): readonly T[] {
    return this.kept;
  }

  /** Adds an item; answers false when the list had it before. */
  add(item: T): boolean {
    const place = this.findPlace(item);
    const before = this.kept[place - 1];
    if (before !== undefined && this.kind.compare(before, item) === 0) return false;
    if (place >= this.kind.itemsMax) return this.drop(item);
    // An item that sorts before a kept one was never dropped: what is dropped sorts behind all that is kept.
    if (place === this.kept.length) this.append(item);
    else this.kept.splice(place, 0, item);
    this.sizeBytes += this.kind.sizeBytesOf(item);
    if (this.kept.length > this.kind.itemsMax) this.dropLast();
    return true;
  }

  /** The list as plain data. */
  toState(): EarliestListState<T> {
    const { kept: items, droppedCount, sizeBytes } = this;
    return { items, fingerprints: this.over === undefined ? undefined : [...this.over], droppedCount, sizeBytes };
  }

  /** Becomes the list whose state this is. */
  restore(state: EarliestListState<T>): this {
    this.kept = [...state.items];
    this.over = state.fingerprints === undefined ? undefined : new Set(state.fingerprints);
    this.droppedCount = state.droppedCount;
    this.sizeBytes = state.sizeBytes;
    return this;
  }

  private append(item: T): void {
    // An array that grows takes room for 17 at its first step; most spans have a handful of events.
    if (this.kept.length < SMALL_LENGTH) this.kept = this.kept.concat([item]);
    else this.kept.push(item);
  }

  private dropLast(): void {
    const last = this.kept.pop();
    if (last === undefined) return;
    this.sizeBytes -= this.kind.sizeBytesOf(last);
    this.drop(last);
  }

  private drop(item: T): boolean {
    const mark = fingerprint(this.kind.textOf(item));
    this.over ??= new Set();
    if (this.over.has(mark)) return false;
    if (this.over.size < this.kind.fingerprintsMax) {
      this.over.add(mark);
      this.sizeBytes += FINGERPRINT_BYTES;
    }
    this.droppedCount += this.kind.weightOf(item);
    return true;
  }

  /** Index behind the last kept item that is not after `item`. */
  private findPlace(item: T): number {
    let high = this.kept.length;
    for (let step = 0; step < LINEAR_STEPS && high > 0; step += 1) {
      const last = this.kept[high - 1];
      if (last === undefined || this.kind.compare(last, item) <= 0) return high;
      high -= 1;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.kept[middle];
      if (candidate !== undefined && this.kind.compare(candidate, item) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

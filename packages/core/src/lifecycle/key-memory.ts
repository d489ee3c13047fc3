/** Slots of the table per remembered key; half empty keeps the search short. */
const SLOTS_PER_KEY = 2;
const EMPTY = -1;
/** Keys that there is room for at first. */
const FIRST_KEYS = 1024;

/** Two 32-bit hashes of different make over the same text: 64 bits. */
function hashKey(key: string): readonly [number, number] {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  for (let index = 0; index < key.length; index += 1) {
    const unit = key.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 15);
  }
  return [low | 0, high | 0];
}

/**
 * Remembers the newest `keysMax` keys as 64-bit hashes, 16 bytes each: which spans have left, which traces were seen.
 *
 * When it is full the oldest key falls out, counted in `forgotten`; a record of that span that comes later would open
 * it anew. Two keys with one hash are taken for the same: expected 3 · 10^-8 times among a million keys.
 */
export class KeyMemory {
  /** Keys that fell out. */
  forgotten = 0;
  private lows = new Int32Array(0);
  private highs = new Int32Array(0);
  private slots = new Int32Array(0);
  private mask = 0;
  private shift = 0;
  private readonly keysMax: number;
  private readonly lowFactor: number;
  private readonly highFactor: number;
  private next = 0;
  private size = 0;

  /**
   * @param keysMax - at least 1
   * @param random - decides where in the table a key lies, never what is remembered: ids chosen by a stranger so that
   *   all fall on one place would else make every search a walk through the whole table
   */
  constructor(keysMax: number, random: () => number = Math.random) {
    this.keysMax = Math.max(1, keysMax);
    this.lowFactor = Math.floor(random() * 2 ** 32) | 1;
    this.highFactor = Math.floor(random() * 2 ** 32) | 1;
    this.resize(Math.min(this.keysMax, FIRST_KEYS));
  }

  /** Answers whether the key is remembered. */
  has(key: string): boolean {
    const [low, high] = hashKey(key);
    return this.slots[this.findSlot(low, high)] !== EMPTY;
  }

  /** Remembers a key; answers false when it was remembered already. */
  add(key: string): boolean {
    return this.addHash(...hashKey(key));
  }

  private addHash(low: number, high: number): boolean {
    if (this.slots[this.findSlot(low, high)] !== EMPTY) return false;
    if (this.size === this.keysMax) this.forgetOldest();
    else if (this.size === this.lows.length) this.resize(Math.min(this.keysMax, this.size * 2));
    this.lows[this.next] = low;
    this.highs[this.next] = high;
    this.slots[this.findSlot(low, high)] = this.next;
    this.next = (this.next + 1) % this.keysMax;
    this.size += 1;
    return true;
  }

  /** Keys that were added since the memory was made, also those that fell out. */
  get addedCount(): number {
    return this.size + this.forgotten;
  }

  /** The hashes of the newest `count` keys, oldest first: two 32-bit numbers for each. */
  recentHashes(count: number): readonly number[] {
    const hashes: number[] = [];
    const wanted = Math.min(count, this.size);
    for (let age = wanted; age >= 1; age -= 1) {
      const index = (this.next - age + this.lows.length) % this.lows.length;
      hashes.push(this.lows[index] ?? 0, this.highs[index] ?? 0);
    }
    return hashes;
  }

  /** Remembers keys by what {@link KeyMemory.recentHashes} answered for them. */
  addHashes(hashes: readonly number[]): void {
    for (let index = 0; index + 1 < hashes.length; index += 2) {
      this.addHash(hashes[index] ?? 0, hashes[index + 1] ?? 0);
    }
  }

  /** Makes room for more keys. Memory follows use: most runs see far fewer spans than the limit allows. */
  private resize(keys: number): void {
    const slotCount = 2 ** Math.ceil(Math.log2(Math.max(2, keys * SLOTS_PER_KEY)));
    const [lows, highs] = [this.lows, this.highs];
    this.lows = new Int32Array(keys);
    this.highs = new Int32Array(keys);
    this.lows.set(lows);
    this.highs.set(highs);
    this.slots = new Int32Array(slotCount).fill(EMPTY);
    this.mask = slotCount - 1;
    this.shift = 32 - Math.log2(slotCount);
    this.next = this.size;
    for (let entry = 0; entry < this.size; entry += 1) {
      this.slots[this.findSlot(this.lows[entry] ?? 0, this.highs[entry] ?? 0)] = entry;
    }
  }

  /** The slot that holds the hash, or the empty one where it belongs. */
  private findSlot(low: number, high: number): number {
    let slot = this.homeOf(low, high);
    for (let entry = this.entryAt(slot); entry !== EMPTY; entry = this.entryAt(slot)) {
      if (this.lows[entry] === low && this.highs[entry] === high) return slot;
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }

  private homeOf(low: number, high: number): number {
    return (Math.imul(low, this.lowFactor) + Math.imul(high, this.highFactor)) >>> this.shift;
  }

  private entryAt(slot: number): number {
    return this.slots[slot] ?? EMPTY;
  }

  private forgetOldest(): void {
    const low = this.lows[this.next] ?? 0;
    const high = this.highs[this.next] ?? 0;
    this.removeSlot(this.findSlot(low, high));
    this.size -= 1;
    this.forgotten += 1;
  }

  /** Empties a slot and moves those behind it up, so that no search breaks off too early. */
  private removeSlot(removed: number): void {
    let hole = removed;
    this.slots[hole] = EMPTY;
    for (let slot = (hole + 1) & this.mask; this.entryAt(slot) !== EMPTY; slot = (slot + 1) & this.mask) {
      const entry = this.entryAt(slot);
      const home = this.homeOf(this.lows[entry] ?? 0, this.highs[entry] ?? 0);
      const distanceFromHome = (slot - home) & this.mask;
      if (distanceFromHome < ((slot - hole) & this.mask)) continue;
      this.slots[hole] = entry;
      this.slots[slot] = EMPTY;
      hole = slot;
    }
  }
}

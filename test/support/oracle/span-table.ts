/** Bytes of a key: a trace id and a span id. */
const KEY_BYTES = 24;

/** Bytes of a SHA-256. */
const HASH_BYTES = 32;

const FIRST_CAPACITY = 1024;

/** How often, when, and with what hash each span was received; about 90 bytes for a span. */
export class SpanTable {
  private capacity = FIRST_CAPACITY;
  private used = 0;
  /** Slot → number of the entry + 1; twice as many slots as entries, so that a search soon meets an empty one. */
  private slots = new Int32Array(FIRST_CAPACITY * 2);
  private keys = new Uint8Array(FIRST_CAPACITY * KEY_BYTES);
  private hashes = new Uint8Array(FIRST_CAPACITY * HASH_BYTES);
  private counts = new Uint32Array(FIRST_CAPACITY);
  private firstMs = new Float64Array(FIRST_CAPACITY);
  private lastMs = new Float64Array(FIRST_CAPACITY);

  /** At `spansMax` spans `add` throws: an oracle that forgets would judge wrongly. */
  constructor(private readonly spansMax: number) {}

  get size(): number {
    return this.used;
  }

  /** The number of the entry of a key, from 0; undefined when it was never added. */
  find(key: Uint8Array): number | undefined {
    const entry = (this.slots[this.slotOf(key)] ?? 0) - 1;
    return entry === -1 ? undefined : entry;
  }

  /** Adds an entry for a key that is not there yet, and answers its number. */
  add(key: Uint8Array, hash: Uint8Array, atMs: number): number {
    if (this.used >= this.spansMax) throw new Error(`The oracle was given more than ${this.spansMax} spans.`);
    if (this.used === this.capacity) this.grow();
    const entry = this.used++;
    this.slots[this.slotOf(key)] = entry + 1;
    this.keys.set(key, entry * KEY_BYTES);
    this.hashes.set(hash, entry * HASH_BYTES);
    this.firstMs[entry] = atMs;
    this.countCopy(entry, atMs);
    return entry;
  }

  /** Counts one more copy of an entry. */
  countCopy(entry: number, atMs: number): void {
    this.counts[entry] = this.copiesOf(entry) + 1;
    this.lastMs[entry] = atMs;
  }

  copiesOf(entry: number): number {
    return this.counts[entry] ?? 0;
  }

  keyOf(entry: number): Uint8Array {
    return this.keys.subarray(entry * KEY_BYTES, (entry + 1) * KEY_BYTES);
  }

  /** The hash under which the entry was added. */
  hashOf(entry: number): Uint8Array {
    return this.hashes.subarray(entry * HASH_BYTES, (entry + 1) * HASH_BYTES);
  }

  /** When the entry was received for the first and for the last time. */
  timesOf(entry: number): { readonly firstMs: number; readonly lastMs: number } {
    return { firstMs: this.firstMs[entry] ?? 0, lastMs: this.lastMs[entry] ?? 0 };
  }

  /** The slot of a key, or the empty one where it belongs. */
  private slotOf(key: Uint8Array): number {
    const mask = this.slots.length - 1;
    let slot = spread(key) & mask;
    for (let entry = this.slots[slot] ?? 0; entry !== 0; entry = this.slots[slot] ?? 0) {
      if (isEqual(this.keyOf(entry - 1), key)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    this.capacity *= 2;
    this.keys = grown(this.keys, new Uint8Array(this.capacity * KEY_BYTES));
    this.hashes = grown(this.hashes, new Uint8Array(this.capacity * HASH_BYTES));
    this.counts = grown(this.counts, new Uint32Array(this.capacity));
    this.firstMs = grown(this.firstMs, new Float64Array(this.capacity));
    this.lastMs = grown(this.lastMs, new Float64Array(this.capacity));
    this.slots = new Int32Array(this.capacity * 2);
    for (let entry = 0; entry < this.used; entry++) this.slots[this.slotOf(this.keyOf(entry))] = entry + 1;
  }
}

function grown<List extends { set(other: List): void }>(from: List, to: List): List {
  to.set(from);
  return to;
}

/** Ids of tests may be consecutive numbers, so every byte has to reach every bit (FNV-1a). */
function spread(key: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let index = 0; index < KEY_BYTES; index++) if (a[index] !== b[index]) return false;
  return true;
}

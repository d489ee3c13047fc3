import { EntryList, type Linked } from './entry-list.js';

class MapEntry<V> implements Linked {
  previous: this | undefined = undefined;
  next: this | undefined = undefined;

  constructor(
    readonly key: string,
    public value: V,
    public sizeBytes: number,
  ) {}
}

/** Limits of a {@link BoundedMap}. */
export interface BoundedMapLimits {
  readonly entriesMax: number;
  /** Default: no limit by bytes. */
  readonly bytesMax?: number;
}

/**
 * A map that knows its oldest entry. Who uses it takes out the oldest while it is over its limits.
 * A `Map` alone would not do: after deletions at its front it searches for its first key past every hole.
 */
export class BoundedMap<V> {
  private readonly byKey = new Map<string, MapEntry<V>>();
  private readonly order = new EntryList<MapEntry<V>>();

  constructor(private readonly limits: BoundedMapLimits) {}

  /** Entries in the map. */
  get size(): number {
    return this.order.size;
  }

  /** The value under a key. */
  get(key: string): V | undefined {
    return this.byKey.get(key)?.value;
  }

  /** Puts a value in; one that replaces another keeps that one's age. */
  set(key: string, value: V, sizeBytes = 0): void {
    const known = this.byKey.get(key);
    if (known === undefined) {
      const entry = new MapEntry(key, value, sizeBytes);
      this.byKey.set(key, entry);
      this.order.append(entry, sizeBytes);
      return;
    }
    this.order.sizeBytes += sizeBytes - known.sizeBytes;
    known.value = value;
    known.sizeBytes = sizeBytes;
  }

  /** Takes a value out. */
  take(key: string): V | undefined {
    const entry = this.byKey.get(key);
    if (entry === undefined) return undefined;
    this.remove(entry);
    return entry.value;
  }

  /** All values with their keys, oldest first. */
  *entries(): Generator<readonly [string, V]> {
    for (const { key, value } of this.order.entries()) yield [key, value];
  }

  /** Takes out the oldest value, with its key, if the map is over its limits; undefined when it is not. */
  takeOverflow(): readonly [key: string, value: V] | undefined {
    const { oldest, size, sizeBytes } = this.order;
    const isOver = size > this.limits.entriesMax || sizeBytes > (this.limits.bytesMax ?? Number.POSITIVE_INFINITY);
    if (!isOver || oldest === undefined) return undefined;
    this.remove(oldest);
    return [oldest.key, oldest.value];
  }

  private remove(entry: MapEntry<V>): void {
    this.byKey.delete(entry.key);
    this.order.remove(entry, entry.sizeBytes);
  }
}

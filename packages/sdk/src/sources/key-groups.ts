/** Values grouped by a key each; a value has one key at a time, and is found again by the value alone. */
export class KeyGroups<K, V> {
  private readonly groups = new Map<K, Set<V>>();
  private readonly keys = new Map<V, K>();

  /** How many values there are. */
  get size(): number {
    return this.keys.size;
  }

  /** The value that was put in first, of all. */
  get oldest(): V | undefined {
    const [first] = this.keys.keys();
    return first;
  }

  /** The keys that have values. */
  get usedKeys(): Iterable<K> {
    return this.groups.keys();
  }

  /** All values, in the order in which they came. */
  get values(): Iterable<V> {
    return this.keys.keys();
  }

  /** Answers whether a value is in. */
  has(value: V): boolean {
    return this.keys.has(value);
  }

  /** The values of a key, in the order in which they came. */
  of(key: K): readonly V[] {
    return [...(this.groups.get(key) ?? [])];
  }

  /** Puts a value under a key, and away from the one that it had. */
  put(key: K, value: V): void {
    if (this.keys.has(value) && this.keys.get(value) === key) return;
    this.delete(value);
    this.keys.set(value, key);
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, new Set([value]));
    else group.add(value);
  }

  /** Takes a value out, if it is in. */
  delete(value: V): void {
    const key = this.keys.get(value);
    if (key === undefined) return;
    this.keys.delete(value);
    const group = this.groups.get(key);
    group?.delete(value);
    if (group?.size === 0) this.groups.delete(key);
  }
}

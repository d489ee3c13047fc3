/** Numbers values by a key of their content, each content once. */
export class Interner<Value> {
  private readonly numbers = new Map<string, number>();
  private readonly list: Value[] = [];

  /** The values by their numbers. */
  get values(): readonly Value[] {
    return this.list;
  }

  /** The number of the value with this key; `create` is asked only for a new one. */
  numberOf(key: string, create: () => Value): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const added = this.list.push(create()) - 1;
    this.numbers.set(key, added);
    return added;
  }
}

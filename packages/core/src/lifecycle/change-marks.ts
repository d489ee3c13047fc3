/** One named piece of the table's state, packed; a checkpoint keeps these under their keys. */
export type StatePiece = readonly [key: string, state: unknown];

/** What has to be written and what removed, so that a checkpoint says what the table says. */
export interface StateChanges {
  readonly put: StatePiece[];
  readonly remove: string[];
}

/**
 * Knows which entries of one map have changed since they were last handed to a checkpoint. An entry that comes and goes
 * between two checkpoints costs nothing: most spans never reach the disk.
 */
export class ChangeMarks {
  private readonly changed = new Set<string>();
  private readonly written = new Set<string>();

  /** @param prefix - stands before every key of this map in the checkpoint, such as `open/` */
  constructor(private readonly prefix: string) {}

  /** Notes that an entry was made, changed or removed. */
  mark(key: string): void {
    this.changed.add(key);
  }

  /**
   * Hands over all changes since the last call.
   *
   * @param stateOf - the entry as it is now, packed; undefined when it is gone
   */
  take(stateOf: (key: string) => unknown, into: StateChanges): void {
    for (const key of this.changed) {
      const state = stateOf(key);
      if (state !== undefined) {
        this.written.add(key);
        into.put.push([this.prefix + key, state]);
      } else if (this.written.delete(key)) {
        into.remove.push(this.prefix + key);
      }
    }
    this.changed.clear();
  }

  /** The key without its prefix if it belongs to this map; notes that the checkpoint has it. */
  claim(stateKey: string): string | undefined {
    if (!stateKey.startsWith(this.prefix)) return undefined;
    const key = stateKey.slice(this.prefix.length);
    this.written.add(key);
    return key;
  }

  /** The key of an entry in the checkpoint. */
  stateKey(key: string): string {
    return this.prefix + key;
  }
}

/** Objects that one walk enters a second time, by another way than the first; a record that was parsed has none. */
const REPEATS_MAX = 1000;

/** What a walk finds at an object: it may go in, it is inside already, or it has been there too often. */
export type WalkStep = 'entered' | 'circular' | 'repeated';

/**
 * Keeps a walk through a stranger's objects finite. A graph of thirty objects that all know one another has more paths
 * than anybody can walk, although no path is longer than thirty.
 */
export class ObjectWalk {
  private readonly open = new Set<object>();
  private readonly seen = new Set<object>();
  private repeats = 0;

  /** Goes into an object, if it may; what is entered has to be left. */
  enter(value: object): WalkStep {
    if (this.open.has(value)) return 'circular';
    if (this.seen.has(value)) {
      if (this.repeats >= REPEATS_MAX) return 'repeated';
      this.repeats += 1;
    }
    this.seen.add(value);
    this.open.add(value);
    return 'entered';
  }

  /** Goes out of an object. */
  leave(value: object): void {
    this.open.delete(value);
  }
}

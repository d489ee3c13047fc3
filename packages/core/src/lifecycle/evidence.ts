import { BoundedMap } from './bounded-map.js';

/** A stretch of time in which a span is known to have lived. Nanoseconds since 1970. */
export interface TimeRange {
  readonly firstUnixNano: bigint;
  readonly lastUnixNano: bigint;
}

/** The smallest range that holds both; either may be missing. */
export function unionRange(a: TimeRange | undefined, b: TimeRange | undefined): TimeRange | undefined {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return {
    firstUnixNano: a.firstUnixNano < b.firstUnixNano ? a.firstUnixNano : b.firstUnixNano,
    lastUnixNano: a.lastUnixNano > b.lastUnixNano ? a.lastUnixNano : b.lastUnixNano,
  };
}

/** Parents not seen yet whose children's times are remembered; a parent beyond it is known by its own records alone. */
const PARENTS_MAX = 100_000;

/**
 * What children that have left say about parents that the table does not hold: a bounded side table that never becomes
 * a span. The parent that has waited longest falls out first.
 */
export class OrphanEvidence {
  private readonly ranges: BoundedMap<TimeRange>;

  constructor(parentsMax = PARENTS_MAX) {
    this.ranges = new BoundedMap({ entriesMax: parentsMax });
  }

  /** Notes that a child of `parentKey` lived in `range`. */
  note(parentKey: string, range: TimeRange): void {
    const merged = unionRange(this.ranges.get(parentKey), range);
    if (merged !== undefined) this.ranges.set(parentKey, merged);
    this.ranges.takeOverflow();
  }

  /** Takes out what is known of a parent that has now appeared. */
  claim(parentKey: string): TimeRange | undefined {
    return this.ranges.take(parentKey);
  }
}

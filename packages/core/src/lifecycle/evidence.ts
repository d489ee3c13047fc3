import { BoundedMap } from './bounded-map.js';
import { ChangeMarks, type StateChanges, type StatePiece } from './change-marks.js';
import { packState, type StateReader } from './packed-state.js';

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

  private readonly marks: ChangeMarks | undefined;

  constructor(options: { readonly parentsMax?: number; readonly isTracked?: boolean } = {}) {
    this.ranges = new BoundedMap({ entriesMax: options.parentsMax ?? PARENTS_MAX });
    this.marks = options.isTracked === true ? new ChangeMarks('seen/') : undefined;
  }

  /** Notes that a child of `parentKey` lived in `range`. */
  note(parentKey: string, range: TimeRange): void {
    const merged = unionRange(this.ranges.get(parentKey), range);
    if (merged !== undefined) this.ranges.set(parentKey, merged);
    this.marks?.mark(parentKey);
    const forgotten = this.ranges.takeOverflow();
    if (forgotten !== undefined) this.marks?.mark(forgotten[0]);
  }

  /** Takes out what is known of a parent that has now appeared. */
  claim(parentKey: string): TimeRange | undefined {
    const range = this.ranges.take(parentKey);
    if (range !== undefined) this.marks?.mark(parentKey);
    return range;
  }

  /** Hands over what has changed since the last call. */
  takeChanges(into: StateChanges): void {
    this.marks?.take((key) => packState(this.ranges.get(key)), into);
  }

  /** Everything that is known, packed. */
  *pieces(): Generator<StatePiece> {
    for (const [key, range] of this.ranges.entries()) yield [`seen/${key}`, packState(range)];
  }

  /** Takes in one piece of a checkpoint; false when it belongs to somebody else. */
  restore([stateKey, state]: StatePiece, reader: StateReader): boolean {
    const key = this.marks?.claim(stateKey);
    if (key !== undefined) this.ranges.set(key, reader.unpack(state) as TimeRange);
    return key !== undefined;
  }
}

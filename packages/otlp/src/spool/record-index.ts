import { type Segment } from './segment.js';
import { type SpoolPriority, type SpoolSignal } from './spool-types.js';

/** Where a record lies and who still needs it. */
export interface IndexedRecord {
  readonly sequence: number;
  readonly signal: SpoolSignal;
  readonly priority: SpoolPriority;
  readonly spanCount: number;
  readonly bodyBytes: number;
  readonly bodyCrc: number;
  segment: Segment;
  /** Where its first block begins in the segment. */
  offset: number;
  /** Destinations that have not acknowledged it; 0 once nobody needs it. */
  waiting: number;
}

/** The records that are kept, by sequence. */
export class RecordIndex {
  private records: IndexedRecord[] = [];

  /** Usually at the end; an append that was overtaken by a synchronous one finds its place before it. */
  add(record: IndexedRecord): void {
    const last = this.records.at(-1);
    if (last === undefined || last.sequence < record.sequence) this.records.push(record);
    else this.records.splice(this.indexFrom(record.sequence), 0, record);
  }

  find(sequence: number): IndexedRecord | undefined {
    const record = this.from(sequence);
    return record?.sequence === sequence ? record : undefined;
  }

  /** The first record whose sequence is not below the given one. */
  from(sequence: number): IndexedRecord | undefined {
    return this.records[this.indexFrom(sequence)];
  }

  /** All records in order, those among them that nobody needs and that were not yet pruned. */
  list(): readonly IndexedRecord[] {
    return this.records;
  }

  /** Lets go of records that nobody needs. */
  prune(): void {
    this.records = this.records.filter(({ waiting }) => waiting > 0);
  }

  private indexFrom(sequence: number): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.records[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

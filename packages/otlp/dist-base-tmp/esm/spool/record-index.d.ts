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
export declare class RecordIndex {
    private records;
    /** Usually at the end; an append that was overtaken by a synchronous one finds its place before it. */
    add(record: IndexedRecord): void;
    find(sequence: number): IndexedRecord | undefined;
    /** The first record whose sequence is not below the given one. */
    from(sequence: number): IndexedRecord | undefined;
    /** All records in order, those among them that nobody needs and that were not yet pruned. */
    list(): readonly IndexedRecord[];
    /** Lets go of records that nobody needs. */
    prune(): void;
    private indexFrom;
}
//# sourceMappingURL=record-index.d.ts.map
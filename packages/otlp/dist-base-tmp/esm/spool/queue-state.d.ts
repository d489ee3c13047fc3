import { type AckState } from './ack-state.js';
import { type NumberRange } from './interval-set.js';
import { RecordIndex, type IndexedRecord } from './record-index.js';
import { type Segment } from './segment.js';
/** A record as it comes into the queue. */
export type NewRecord = Omit<IndexedRecord, 'waiting'> & {
    readonly appendedUnixMs: number;
};
/** Which records there are, where, and who still needs them. Memory only; knows no files. */
export declare class QueueState {
    readonly destinations: readonly string[];
    readonly acks: AckState;
    /** In the order in which they were found or made. */
    readonly segments: Segment[];
    readonly records: RecordIndex;
    private readonly pending;
    constructor(destinations: readonly string[], acks: AckState);
    /** Spans that a destination has not acknowledged. */
    pendingSpans(destination: string): number;
    /** Takes in a record that is on disk. Records that nobody needs any more are left out. */
    add({ appendedUnixMs, ...place }: NewRecord): void;
    /** Whether a destination still needs a record. */
    isNeededBy(destination: string, { waiting, sequence }: IndexedRecord): boolean;
    /** Takes note of what a destination acknowledges; returns what is new in it. */
    acknowledge(destination: string, sequences: readonly number[]): readonly NumberRange[];
    /** Takes records from all destinations; returns their sequences and how many spans some destination still needed. */
    forget(records: readonly IndexedRecord[]): {
        readonly ranges: readonly NumberRange[];
        readonly spanCount: number;
    };
    /** Says that a record now lies in another segment. */
    move(record: IndexedRecord, segment: Segment, offset: number): void;
    /** The records of a segment that are still needed, in order. */
    liveRecordsOf(segment: Segment): readonly IndexedRecord[];
    /** Takes a segment out; none of its records is needed any more. */
    remove(segment: Segment): void;
    private settle;
    private addPending;
}
//# sourceMappingURL=queue-state.d.ts.map
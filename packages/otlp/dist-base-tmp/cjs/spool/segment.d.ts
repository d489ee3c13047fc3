import { type SegmentId } from './segment-file.js';
/** One file of records, as the process knows it. */
export interface Segment extends SegmentId {
    readonly name: string;
    /** Bytes of the file; grows while it is the one that is written to. */
    sizeBytes: number;
    /** When its newest record was appended. */
    newestUnixMs: number;
    /** When its oldest record was appended. */
    oldestUnixMs: number;
    /** Records that some destination still needs. */
    liveRecords: number;
    /** Nothing will be appended to it any more. */
    isSealed: boolean;
    /** Part of it cannot be read: kept under another name in the end. */
    isDamaged: boolean;
    /** Whether all of its bytes are on the medium. */
    isSynced: boolean;
    /** A sync of it has failed: what it holds counts as written nowhere. */
    isSuspect: boolean;
    /** Open while it is written to or not yet synced. */
    handle: number | undefined;
    /** Calls of the file system under way on the handle; it stays open until they have ended. */
    callsUnderWay: number;
}
/** A new segment, before its first record. */
export declare function createSegment(id: SegmentId, name: string): Segment;
//# sourceMappingURL=segment.d.ts.map
import { type RecordHead } from './record-frame.js';
/** The version of FORMAT.md that is written; earlier ones are read, later ones refused. */
export declare const FORMAT_VERSION = 1;
/** Bytes before the first record. */
export declare const SEGMENT_HEADER_BYTES = 32;
/** What a segment is called after. */
export interface SegmentId {
    readonly firstSequence: number;
    /** How often it was written anew after failed syncs. */
    readonly rewrites: number;
}
/** `0000000000000001.segment`, or `0000000000000001-1.segment` once it was written anew. */
export declare function segmentName({ firstSequence, rewrites }: SegmentId): string;
/** The reverse of {@link segmentName}; undefined for every other name. */
export declare function parseSegmentName(name: string): SegmentId | undefined;
/** The first bytes of a segment. */
export declare function encodeSegmentHeader({ firstSequence, rewrites }: SegmentId): Buffer;
/** What the first bytes of a segment say. */
export type SegmentHeaderResult = {
    readonly status: 'good';
}
/** Written by a later version. */
 | {
    readonly status: 'newer';
    readonly version: number;
} | {
    readonly status: 'damaged';
};
/** Reads the first bytes of a segment. */
export declare function readSegmentHeader(bytes: Buffer): SegmentHeaderResult;
/** A record that was found, whole or with a damaged body. */
export interface ScannedRecord {
    readonly head: RecordHead;
    /** Where its first block begins. */
    readonly offset: number;
    readonly isBodyGood: boolean;
}
/** Bytes that no record can be read from. */
export interface SegmentHole {
    /** Sequences that are missing there; at least 1. */
    readonly recordCount: number;
    readonly firstSequence: number;
}
/** All that a segment holds. */
export interface SegmentScan {
    readonly records: readonly ScannedRecord[];
    readonly holes: readonly SegmentHole[];
    /** Bytes up to the torn end, if there is one. */
    readonly wholeBytes: number;
    /** Whether anything but a torn end is not as it was written, also where nothing was lost by it. */
    readonly isDamaged: boolean;
}
/**
 * Reads a segment, whatever its bytes are, by the rules of FORMAT.md. Never throws; time grows with the bytes alone.
 */
export declare function scanSegment(bytes: Buffer, id: SegmentId): SegmentScan;
//# sourceMappingURL=segment-file.d.ts.map
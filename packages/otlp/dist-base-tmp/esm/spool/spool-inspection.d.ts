import { type SpoolFiles } from './spool-files.js';
import { type SpoolRecord } from './spool-types.js';
/** What one segment holds; times and sequences are undefined where it holds no record. */
export interface SegmentInspection {
    readonly name: string;
    readonly sizeBytes: number;
    /** `quarantined`: damaged, and done; `newer`: of a later version, and not looked into; `unreadable`: see `faults`. */
    readonly status: 'readable' | 'quarantined' | 'newer' | 'unreadable';
    readonly firstSequence: number | undefined;
    readonly lastSequence: number | undefined;
    /** Records and spans that can be read, acknowledged ones among them. */
    readonly recordCount: number;
    readonly spanCount: number;
    readonly oldestUnixMs: number | undefined;
    readonly newestUnixMs: number | undefined;
    /** Records with a damaged body, and their spans. */
    readonly damagedRecordCount: number;
    readonly damagedSpanCount: number;
    /** Places without any readable record, and at least how many records were there. */
    readonly lostRecordCount: number;
    /** An append that was cut, or one that another process is making just now. */
    readonly tornBytes: number;
    /** Sentences about what is wrong; empty when nothing is. */
    readonly faults: readonly string[];
}
/** What one destination has not acknowledged. */
export interface DestinationInspection {
    readonly name: string;
    readonly pendingRecordCount: number;
    readonly pendingSpanCount: number;
    readonly oldestPendingUnixMs: number | undefined;
}
/** What a spool directory holds. */
export interface SpoolInspection {
    readonly directory: string;
    /** The living process that has it open. */
    readonly holderPid: number | undefined;
    /** Bytes of all files that are ours. */
    readonly sizeBytes: number;
    /** In the order of their records. */
    readonly segments: readonly SegmentInspection[];
    /** Every name that has acknowledged something. To one that has not, all that is kept is pending. */
    readonly destinations: readonly DestinationInspection[];
    /** Spans that a new destination would find. */
    readonly keptSpanCount: number;
    /** Files that are not ours, or that are links, and were not opened. */
    readonly otherNames: readonly string[];
    /** Sentences about what is wrong outside of segments. */
    readonly faults: readonly string[];
}
/** A record as an inspection finds it. */
export interface InspectedRecord extends SpoolRecord {
    readonly appendedUnixMs: number;
    /** The segment that it stands in. */
    readonly segmentName: string;
    /** Destinations that have acknowledged it. */
    readonly acknowledgedBy: readonly string[];
    /** Given up for all: dropped and counted, or its source will be read again. */
    readonly isForgotten: boolean;
}
/**
 * Looks at a spool directory without changing anything, also while another process has it open. Nothing that the files
 * hold makes it throw; a directory that cannot be listed does, with the error of the file system.
 */
export declare function inspectSpool(directory: string, files?: SpoolFiles): Promise<SpoolInspection>;
/**
 * All records of a spool directory that can be read, in order, without changing anything; acknowledged ones that are
 * still there among them, those of quarantined segments not. Holds one segment in memory at a time.
 */
export declare function readSpoolRecords(directory: string, files?: SpoolFiles): AsyncGenerator<InspectedRecord, void, undefined>;
//# sourceMappingURL=spool-inspection.d.ts.map
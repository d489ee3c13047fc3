import { type QueueState } from './queue-state.js';
import { type RecentBytes } from './recent-bytes.js';
import { type Segment } from './segment.js';
import { type SegmentId } from './segment-file.js';
import { type SpoolFiles } from './spool-files.js';
import { type SpoolEntry } from './spool-types.js';
/** What {@link SegmentWriter} needs. */
export interface SegmentWriterOptions {
    readonly files: SpoolFiles;
    readonly directory: string;
    readonly state: QueueState;
    readonly recent: RecentBytes;
    readonly segmentBytesMax: number;
    /** A segment is not written to for longer, so that its records grow old together; undefined: no limit. */
    readonly segmentAgeMsMax: number | undefined;
    readonly nowUnixMs: () => number;
    /** The highest sequence that may already be in use. */
    readonly lastSequence: number;
    /** Sequences that may be on disk and must never be read. */
    readonly voidSequences: (first: number, last: number) => void;
}
/** The sequences of one append. */
export interface AppendedSequences {
    readonly firstSequence: number;
    readonly lastSequence: number;
}
/**
 * Makes segments and appends records to them. Calls of the async method must not overlap; the synchronous one may come
 * at any time, and uses a segment of its own while another call is under way.
 */
export declare class SegmentWriter {
    private readonly options;
    /** Whether a name was made that may not yet be on the medium; so are those that an earlier process left. */
    hasNewNames: boolean;
    private active;
    private sequence;
    /** The first sequence of the append that is under way. */
    private underWayFrom;
    constructor(options: SegmentWriterOptions);
    /** The highest sequence given so far. */
    get lastSequence(): number;
    /** No record below it will still come. */
    get settledBelow(): number;
    /** Sequences up to this one are not given any more. */
    passOver(sequence: number): void;
    /** Writes all entries, or throws and leaves nothing that will be read. */
    append(entries: readonly SpoolEntry[]): Promise<AppendedSequences>;
    /** The same, and on the medium when it returns. */
    appendSync(entries: readonly SpoolEntry[]): AppendedSequences;
    /** Ends a segment: nothing more is appended to it. */
    seal(segment: Segment): void;
    /** Closes what is open of a segment that is deleted, or of all of them. */
    close(segment: Segment): void;
    /** All bytes of the segment are on the medium. */
    noteSynced(segment: Segment): void;
    /** After a failed sync the system may have dropped the bytes, and would say "synced" the next time. */
    distrust(segment: Segment): void;
    private closeIfDone;
    private plan;
    /** The segment that the next record goes to; `full` was filled by the records before it. */
    private segmentFor;
    private hasRoom;
    private endOfPart;
    private planPart;
    private finish;
    /** Cuts off what a failed append may have left. */
    private takeBack;
    /** A new segment, with its header written; the name may have more rewrites than asked for. */
    create(id: SegmentId): Segment;
    private writeHeader;
    private syncNow;
}
//# sourceMappingURL=segment-writer.d.ts.map
import { type AckLog } from './ack-log.js';
import { type QueueState } from './queue-state.js';
import { type RecentBytes } from './recent-bytes.js';
import { type SegmentWriter } from './segment-writer.js';
import { type SpoolFiles } from './spool-files.js';
/** What {@link SegmentReaper} needs. */
export interface SegmentReaperOptions {
    readonly files: SpoolFiles;
    readonly directory: string;
    readonly state: QueueState;
    readonly recent: RecentBytes;
    readonly writer: SegmentWriter;
    readonly acks: AckLog;
    readonly segmentBytesMax: number;
    /** Names and sizes of the files that were quarantined. */
    readonly quarantined: Map<string, number>;
    readonly warn: (kind: string, message: string) => void;
}
/** Which segments may go although they could still be appended to. */
export type ReapScope = 'sealed-or-large' | 'all';
/** Deletes segments that nobody needs any more, and puts damaged ones aside. Calls must not overlap. */
export declare class SegmentReaper {
    private readonly options;
    constructor(options: SegmentReaperOptions);
    /** Frees what can be freed now; what the file system refuses is tried again the next time. Never rejects. */
    reap(scope: ReapScope): Promise<void>;
    /** A small segment is left to be filled: to make and delete one for each batch would cost more than its bytes. */
    private isWorthSealing;
    private free;
}
//# sourceMappingURL=segment-reaper.d.ts.map
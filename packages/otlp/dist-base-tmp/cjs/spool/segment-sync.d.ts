import { type BodyReader } from './body-reader.js';
import { type QueueState } from './queue-state.js';
import { type IndexedRecord } from './record-index.js';
import { type SegmentWriter } from './segment-writer.js';
import { type SpoolFiles } from './spool-files.js';
/** What {@link SegmentSync} needs. */
export interface SegmentSyncOptions {
    readonly files: SpoolFiles;
    readonly directory: string;
    readonly state: QueueState;
    readonly writer: SegmentWriter;
    readonly reader: BodyReader;
    /** A body that cannot be written anew because it cannot be read. */
    readonly dropCorrupt: (record: IndexedRecord) => void;
    readonly warn: (kind: string, message: string) => void;
}
/**
 * Puts segments on the medium. What a failed sync leaves in doubt is written to a new segment: the system may have
 * dropped the bytes, and it reports a failed write-back only once. Calls must not overlap with one another or with an
 * append.
 */
export declare class SegmentSync {
    private readonly options;
    constructor(options: SegmentSyncOptions);
    /** Puts everything that was appended on the medium, or throws. */
    sync(): Promise<void>;
    private syncSegment;
    private syncNames;
    private writeAnew;
    private readLive;
}
//# sourceMappingURL=segment-sync.d.ts.map
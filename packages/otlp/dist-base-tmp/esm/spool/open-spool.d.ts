import { type AckLog } from './ack-log.js';
import { type DirectoryLock } from './directory-lock.js';
import { type RetentionPolicy } from './retention.js';
import { DestinationView } from './spool-destination.js';
import { type SpoolFiles } from './spool-files.js';
import { type CheckedSpoolOptions } from './spool-options.js';
import { type RecoveredSpool } from './spool-recovery.js';
import { type Spool, type SpoolAppendResult, type SpoolEntry, type SpoolSyncResult } from './spool-types.js';
/** What {@link OpenSpool} is made of. */
export interface OpenSpoolParts {
    readonly files: SpoolFiles;
    readonly options: CheckedSpoolOptions;
    readonly lock: DirectoryLock;
    readonly warn: (kind: string, message: string) => void;
    readonly recovered: RecoveredSpool;
    readonly acks: AckLog;
}
/**
 * The spool while it is open. What changes segments runs in one queue, what writes acknowledgements and frees segments
 * in another, so that a destination does not wait for a slow sync.
 */
export declare class OpenSpool implements Spool {
    private readonly parts;
    private readonly state;
    private readonly acks;
    private readonly writer;
    private readonly segmentSync;
    private readonly reaper;
    private readonly views;
    private readonly room;
    private readonly writes;
    private readonly settlements;
    private closing;
    constructor(parts: OpenSpoolParts);
    get lastSequence(): number;
    get sizeBytes(): number;
    /** Takes up what opening has found: counted losses are noted, what nobody needs goes. */
    begin(): Promise<void>;
    /** A destination that never answers is on the disk all the same: whoever opens the spool must know who waits. */
    private introduceDestinations;
    append(entries: readonly SpoolEntry[]): Promise<SpoolAppendResult>;
    appendSync(entries: readonly SpoolEntry[]): SpoolAppendResult;
    sync(): Promise<SpoolSyncResult>;
    forgetAfter(sequence: number): Promise<void>;
    retain(policy: RetentionPolicy): Promise<{
        readonly droppedSpans: number;
    }>;
    destination(name: string): DestinationView;
    waitForRoom(signal?: AbortSignal): Promise<void>;
    close(): Promise<void>;
    private closeOnce;
    private get freeBytes();
    private appended;
    /** Why nothing can be appended; undefined when it can. */
    private refusalOf;
    private syncNow;
    /** Writes what was noted and frees what is done. */
    private settle;
    private expire;
    /** Drops what a policy does not keep; returns how many spans were still needed. */
    private retire;
    private dropCorrupt;
    private forgetSequences;
    private createView;
}
//# sourceMappingURL=open-spool.d.ts.map
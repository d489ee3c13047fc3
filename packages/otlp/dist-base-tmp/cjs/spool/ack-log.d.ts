import { type AckState } from './ack-state.js';
import { type NumberRange } from './interval-set.js';
import { type SpoolFiles } from './spool-files.js';
/** The files of FORMAT.md; both are read, one is written. */
export declare const ACKS_NAME = "acks";
/** A snapshot on its way. */
export declare const ACKS_NEXT_NAME = "acks.next";
/** What {@link AckLog} needs. */
export interface AckLogOptions {
    readonly files: SpoolFiles;
    readonly directory: string;
    /** What was read and what is added; the log writes it and never changes it. */
    readonly state: AckState;
    readonly warn: (kind: string, message: string) => void;
    /** A damaged file that must be kept: moved here before the first snapshot takes its name. */
    readonly keepDamagedAs: string | undefined;
    /** Bytes of the file that is there. */
    readonly sizeBytes: number;
}
/** Whether it is on disk, or on the medium. */
export type AckWriteResult = {
    readonly status: 'done';
} | {
    readonly status: 'failed';
    readonly code: string;
};
/**
 * The file of acknowledgements. Calls of the async methods must not overlap. What a process writes goes to a file that
 * it began itself, with a snapshot: bytes of an earlier process may never have reached the medium.
 */
export declare class AckLog {
    private readonly options;
    private handle;
    private position;
    private snapshotBytes;
    private waiting;
    private waitingBytes;
    /** Only a new file will do: the one that is there is not to be trusted, or lacks what did not wait. */
    private needsSnapshot;
    private isSynced;
    private damagedName;
    constructor(options: AckLogOptions);
    /** Bytes on disk. */
    get sizeBytes(): number;
    /** Takes up what the state already has, to be written next. */
    note(name: string, ranges: readonly NumberRange[]): void;
    /** Writes what was noted, so that it survives the process. */
    write(): Promise<AckWriteResult>;
    /** Writes what was noted and puts it on the medium. */
    makeDurable(): Promise<AckWriteResult>;
    close(): void;
    private writeFrames;
    private syncFrames;
    private writeSnapshot;
    private takeWaiting;
    private keepDamaged;
    private attempt;
}
//# sourceMappingURL=ack-log.d.ts.map
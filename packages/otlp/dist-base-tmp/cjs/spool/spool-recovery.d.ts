import { type NumberRange } from './interval-set.js';
import { QueueState } from './queue-state.js';
import { type SpoolFiles } from './spool-files.js';
import { type SpoolDrop } from './spool-types.js';
/** What {@link recoverSpool} needs. */
export interface RecoveryOptions {
    readonly files: SpoolFiles;
    readonly directory: string;
    readonly destinations: readonly string[];
    readonly onDrop: (drop: SpoolDrop) => void;
    readonly warn: (message: string) => void;
}
/** What earlier processes left. */
export interface RecoveredSpool {
    readonly state: QueueState;
    /** Above everything that any file mentions or is named after. */
    readonly lastSequence: number;
    /** What was dropped just now, and has to be noted so that it is counted once. */
    readonly dropped: readonly NumberRange[];
    readonly acksBytes: number;
    /** The name under which a damaged `acks` is to be kept; undefined when it is whole. */
    readonly keepAcksAs: string | undefined;
    /** Names and size of what is quarantined already. */
    readonly quarantined: Map<string, number>;
}
/**
 * Reads the whole directory by the rules of FORMAT.md, cuts torn ends and counts what is damaged. Takes one pass over
 * all bytes and the memory of one segment.
 *
 * @throws SpanbridgeError `SPOOL_VERSION` for files of a later version, before anything is changed; `SPOOL_UNUSABLE`
 * when the directory or a file cannot be opened
 */
export declare function recoverSpool(options: RecoveryOptions): Promise<RecoveredSpool>;
//# sourceMappingURL=spool-recovery.d.ts.map
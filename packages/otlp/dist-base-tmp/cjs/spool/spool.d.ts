import { type DirectoryLock } from './directory-lock.js';
import { type SpoolFiles } from './spool-files.js';
import { type Spool, type SpoolOptions } from './spool-types.js';
/** What tests put in the place of the machine. @internal */
export interface SpoolSurroundings {
    readonly files: SpoolFiles;
    readonly lock: (directory: string) => Promise<DirectoryLock>;
}
/**
 * Opens the spool in a directory, creates it where it is missing, and takes in what earlier processes left. The caller
 * owns it and closes it. Only one process, and in it only one spool, may have a directory open.
 *
 * Its format and limits are drawn in FORMAT.md.
 *
 * @throws SpanbridgeError `DIRECTORY_LOCKED`, `DIRECTORY_UNUSABLE`, `SPOOL_VERSION` for a spool of a later version,
 * which is left as it is, `SPOOL_UNUSABLE` for what cannot be read at all, and `OTLP_OPTION_INVALID`
 */
export declare function openSpool(options: SpoolOptions): Promise<Spool>;
/** {@link openSpool} on a file system of one's own. @internal */
export declare function openSpoolIn(surroundings: SpoolSurroundings, options: SpoolOptions): Promise<Spool>;
//# sourceMappingURL=spool.d.ts.map
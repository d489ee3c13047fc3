import { type ProcessIdentity } from './process-identity.js';
/** The right of one process to change a directory. */
export interface DirectoryLock {
    /** Gives the directory back; once is enough, more does no harm. */
    release(): Promise<void>;
}
/**
 * Takes a directory for this process alone, and creates it (0700) where it is missing. A lock whose process has gone,
 * or whose number now belongs to another process, is taken over.
 *
 * Processes that cannot see one another, in containers or on other hosts, cannot be told from dead ones: each needs a
 * directory of its own.
 *
 * @throws SpanbridgeError `DIRECTORY_LOCKED`, with the process that holds it; `DIRECTORY_UNUSABLE` for a link, a
 * directory of another owner or one that everybody may write to, and for what the file system refuses
 */
export declare function acquireDirectoryLock(directory: string): Promise<DirectoryLock>;
/** The living process that holds a directory, for those who only look at it; undefined when nobody does. */
export declare function directoryHolder(directory: string): ProcessIdentity | undefined;
//# sourceMappingURL=directory-lock.d.ts.map
import { OPEN_FLAGS } from './open-flags.js';
/** One name in a directory; links are not followed. */
export interface DirectoryEntry {
    readonly name: string;
    readonly kind: 'file' | 'link' | 'other';
    readonly sizeBytes: number;
}
/**
 * The few calls of the file system that the spool makes, so that tests can let each of them fail, or lose what was not
 * synced. Handles are numbers. What reads and writes much, or waits for the medium, has a form that does not block.
 */
export interface SpoolFiles {
    list(directory: string): Promise<readonly DirectoryEntry[]>;
    /** `create` fails where the name is taken; `change` reads and writes. */
    openSync(path: string, use: keyof typeof OPEN_FLAGS): number;
    closeSync(handle: number): void;
    /** Shorter than asked for only at the end of the file. */
    read(handle: number, position: number, lengthBytes: number): Promise<Buffer>;
    /** How many bytes were written; may be fewer than given. */
    write(handle: number, bytes: Uint8Array, position: number): Promise<number>;
    writeSync(handle: number, bytes: Uint8Array, position: number): number;
    truncateSync(handle: number, sizeBytes: number): void;
    /** Puts data and size on the medium. */
    sync(handle: number): Promise<void>;
    syncSync(handle: number): void;
    rename(from: string, to: string): Promise<void>;
    unlink(path: string): Promise<void>;
    /** Puts names on the medium. */
    syncDirectory(directory: string): Promise<void>;
    syncDirectorySync(directory: string): void;
}
/** The file system of the machine. */
export declare const NODE_FILES: SpoolFiles;
/** Writes all bytes, or throws. */
export declare function writeFully(files: SpoolFiles, handle: number, bytes: Uint8Array, position: number): Promise<void>;
/** Writes all bytes, or throws. */
export declare function writeFullySync(files: SpoolFiles, handle: number, bytes: Uint8Array, position: number): void;
/** The code of a failed call, such as `ENOSPC`. */
export declare function errorCode(error: unknown): string;
//# sourceMappingURL=spool-files.d.ts.map
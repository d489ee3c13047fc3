import { type SpoolFiles } from './spool-files.js';
/** No segment is larger: one body of the largest size, or many in 64 MiB, and what frames them. */
export declare const SEGMENT_FILE_BYTES_MAX: number;
/**
 * All bytes of a file. Where the medium does not give a piece, zeros stand for it: what is around it can still be read.
 * Throws only when the file cannot be opened.
 */
export declare function readWhole(files: SpoolFiles, path: string, sizeBytes: number): Promise<Buffer>;
//# sourceMappingURL=read-whole.d.ts.map
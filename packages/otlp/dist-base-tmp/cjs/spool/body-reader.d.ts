import { type RecentBytes } from './recent-bytes.js';
import { type IndexedRecord } from './record-index.js';
import { type SpoolFiles } from './spool-files.js';
/** What became of reading one body. */
export type BodyResult = {
    readonly status: 'read';
    readonly body: Uint8Array;
}
/** The medium does not give it, or not as it was written. */
 | {
    readonly status: 'lost';
}
/** Not now: the process or the system lacks something that may be there later. */
 | {
    readonly status: 'unavailable';
    readonly code: string;
};
/** Gets bodies back, from memory where they are new, else from their segments. */
export declare class BodyReader {
    private readonly files;
    private readonly directory;
    private readonly recent;
    constructor(files: SpoolFiles, directory: string, recent: RecentBytes);
    /** One result for each record, in order. Never rejects. */
    read(records: readonly IndexedRecord[]): Promise<readonly BodyResult[]>;
    /** Results for the whole run, or for its first record alone. */
    private readRun;
    private readBytes;
}
//# sourceMappingURL=body-reader.d.ts.map
import { type SegmentId } from './segment-file.js';
import { type DirectoryEntry } from './spool-files.js';
/** What a name in the directory stands for. */
export type SpoolName = {
    readonly kind: 'segment';
    readonly id: SegmentId;
} | {
    readonly kind: 'acks';
}
/** Kept for a person to look at. */
 | {
    readonly kind: 'quarantined';
    readonly id: SegmentId | undefined;
} | {
    readonly kind: 'lock';
}
/** Named as if it were ours, but no plain file; never opened. */
 | {
    readonly kind: 'refused';
    readonly id: SegmentId | undefined;
}
/** Not ours. */
 | {
    readonly kind: 'unknown';
};
/** Tells what an entry of the directory is. */
export declare function classifyName(entry: DirectoryEntry): SpoolName;
/** Whether a file of this name belongs to a spool: a segment, acknowledgements, a quarantined file, or the lock. */
export declare function isSpoolFileName(name: string): boolean;
/** The name under which a damaged file is kept: no other file has it. */
export declare function quarantineName(name: string, taken: ReadonlySet<string>): string;
//# sourceMappingURL=directory-names.d.ts.map
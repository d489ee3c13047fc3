import { type SpoolPriority, type SpoolSignal } from './spool-types.js';
/** Bytes of a record block, as FORMAT.md draws it; it stands before the body and again behind it. */
export declare const BLOCK_BYTES = 40;
/** The largest body: no request may be larger either. */
export declare const BODY_BYTES_MAX: number;
/** What a block says of its record. */
export interface RecordHead {
    readonly sequence: number;
    readonly signal: SpoolSignal;
    readonly priority: SpoolPriority;
    readonly spanCount: number;
    readonly bodyBytes: number;
    readonly bodyCrc: number;
    readonly appendedUnixMs: number;
}
/** A block at its place. */
export interface RecordBlock {
    /** Before the body or behind it. */
    readonly side: 'head' | 'tail';
    readonly head: RecordHead;
}
/** The first three bytes of both marks, to search for. */
export declare const MARK_START: Buffer<ArrayBuffer>;
/** Bytes of a whole record on disk. */
export declare function recordBytes(bodyBytes: number): number;
/** Writes one record at `offset` and returns the offset behind it. */
export declare function writeRecord(target: Buffer, offset: number, head: RecordHead, body: Uint8Array): number;
/** The block at `offset`, or undefined where none with a good CRC stands. */
export declare function readBlock(bytes: Buffer, offset: number): RecordBlock | undefined;
//# sourceMappingURL=record-frame.d.ts.map
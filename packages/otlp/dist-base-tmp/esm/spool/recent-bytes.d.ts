import { type Segment } from './segment.js';
/** The newest bytes that were written, so that a destination that keeps up reads nothing back from disk. */
export declare class RecentBytes {
    private readonly sizeBytesMax;
    /** Of each segment in the order of their position; segments in the order of their first block. */
    private readonly blocks;
    private sizeBytes;
    /** @param sizeBytesMax - the oldest go beyond it; a larger block is not kept at all */
    constructor(sizeBytesMax: number);
    /** Keeps bytes that were written behind those of the same segment that are kept already. */
    add(segment: Segment, position: number, bytes: Buffer): void;
    /** A view on the bytes of a segment from `position` on; undefined when they are no longer kept. */
    get(segment: Segment, position: number, lengthBytes: number): Buffer | undefined;
    /** Lets go of the bytes of a segment that is deleted. */
    forget(segment: Segment): void;
    private forgetOldest;
}
//# sourceMappingURL=recent-bytes.d.ts.map
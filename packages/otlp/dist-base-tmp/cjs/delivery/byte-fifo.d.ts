/**
 * Pieces of bytes, first in, first out, in a few large buffers: what lies here costs the garbage collector nothing,
 * however long it lies. Buffers that have become free are filled again; {@link ByteFifo.trim} lets go of them.
 */
export declare class ByteFifo {
    private readonly slabs;
    private free;
    private readBytes;
    /** The largest piece that may be pushed. */
    static readonly pieceBytesMax: number;
    /** Copies a piece of at least one byte in. The caller remembers its length. */
    push(piece: Uint8Array): void;
    /** Takes the oldest piece, which has this length, out. It is valid until the next `push`. */
    shift(sizeBytes: number): Uint8Array;
    /** Gives the free buffers back. */
    trim(): void;
}
//# sourceMappingURL=byte-fifo.d.ts.map
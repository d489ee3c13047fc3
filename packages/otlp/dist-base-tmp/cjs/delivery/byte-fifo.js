"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ByteFifo = void 0;
/** Large enough that few are needed, small enough that the half-filled one at either end does not count. */
const SLAB_BYTES = 256 * 1024;
/**
 * Pieces of bytes, first in, first out, in a few large buffers: what lies here costs the garbage collector nothing,
 * however long it lies. Buffers that have become free are filled again; {@link ByteFifo.trim} lets go of them.
 */
class ByteFifo {
    slabs = [];
    free = [];
    readBytes = 0;
    /** The largest piece that may be pushed. */
    static pieceBytesMax = SLAB_BYTES;
    /** Copies a piece of at least one byte in. The caller remembers its length. */
    push(piece) {
        let slab = this.slabs.at(-1);
        if (slab === undefined || slab.usedBytes + piece.length > SLAB_BYTES) {
            slab = this.free.pop() ?? { bytes: new Uint8Array(SLAB_BYTES), usedBytes: 0 };
            slab.usedBytes = 0;
            this.slabs.push(slab);
        }
        slab.bytes.set(piece, slab.usedBytes);
        slab.usedBytes += piece.length;
    }
    /** Takes the oldest piece, which has this length, out. It is valid until the next `push`. */
    shift(sizeBytes) {
        const [slab] = this.slabs;
        if (slab === undefined)
            throw new Error('A piece was taken out that was never put in. This is a bug.');
        const piece = slab.bytes.subarray(this.readBytes, this.readBytes + sizeBytes);
        this.readBytes += sizeBytes;
        if (this.readBytes >= slab.usedBytes) {
            this.slabs.shift();
            this.free.push(slab);
            this.readBytes = 0;
        }
        return piece;
    }
    /** Gives the free buffers back. */
    trim() {
        this.free = [];
    }
}
exports.ByteFifo = ByteFifo;
//# sourceMappingURL=byte-fifo.js.map
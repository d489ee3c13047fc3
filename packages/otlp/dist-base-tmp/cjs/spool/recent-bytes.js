"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.RecentBytes = void 0;
/** The newest bytes that were written, so that a destination that keeps up reads nothing back from disk. */
class RecentBytes {
    sizeBytesMax;
    /** Of each segment in the order of their position; segments in the order of their first block. */
    blocks = new Map();
    sizeBytes = 0;
    /** @param sizeBytesMax - the oldest go beyond it; a larger block is not kept at all */
    constructor(sizeBytesMax) {
        this.sizeBytesMax = sizeBytesMax;
    }
    /** Keeps bytes that were written behind those of the same segment that are kept already. */
    add(segment, position, bytes) {
        if (bytes.byteLength > this.sizeBytesMax)
            return;
        const list = this.blocks.get(segment);
        if (list === undefined)
            this.blocks.set(segment, [{ position, bytes }]);
        else
            list.push({ position, bytes });
        this.sizeBytes += bytes.byteLength;
        while (this.sizeBytes > this.sizeBytesMax)
            this.forgetOldest();
    }
    /** A view on the bytes of a segment from `position` on; undefined when they are no longer kept. */
    get(segment, position, lengthBytes) {
        const block = lastFrom(this.blocks.get(segment) ?? [], position);
        if (block === undefined)
            return undefined;
        const begin = position - block.position;
        return begin + lengthBytes > block.bytes.byteLength ? undefined : block.bytes.subarray(begin, begin + lengthBytes);
    }
    /** Lets go of the bytes of a segment that is deleted. */
    forget(segment) {
        for (const { bytes } of this.blocks.get(segment) ?? [])
            this.sizeBytes -= bytes.byteLength;
        this.blocks.delete(segment);
    }
    forgetOldest() {
        for (const [segment, list] of this.blocks) {
            this.sizeBytes -= list.shift()?.bytes.byteLength ?? 0;
            if (list.length === 0)
                this.blocks.delete(segment);
            return;
        }
    }
}
exports.RecentBytes = RecentBytes;
/** The last block that begins at or before `position`. */
function lastFrom(blocks, position) {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if ((blocks[middle]?.position ?? 0) <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return blocks[low - 1];
}
//# sourceMappingURL=recent-bytes.js.map
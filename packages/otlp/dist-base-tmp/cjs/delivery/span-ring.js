"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SpanRing = void 0;
const byte_fifo_js_1 = require("./byte-fifo.js");
/** Slots of a new ring. A power of two, as every later size, so that a position wraps by a mask. */
const INITIAL_SLOTS = 1_024;
/**
 * Spans in the order in which they came, with a sequence number and a size each. Adding and taking cost the same
 * however many there are: it is a circle of slots in columns, and nothing is allocated for a span. The circle grows
 * by doubling and does not shrink; who fills it sets the limit. A span is kept as it is or, packed, as bytes.
 */
class SpanRing {
    /** How many spans it holds. */
    length = 0;
    contents = new Array(INITIAL_SLOTS).fill(undefined);
    sequences = new Float64Array(INITIAL_SLOTS);
    sizesBytes = new Float64Array(INITIAL_SLOTS);
    packed = new Uint8Array(INITIAL_SLOTS);
    bytes = new byte_fifo_js_1.ByteFifo();
    first = 0;
    /** The sequence number of the oldest span; Infinity when there is none. */
    get firstSequence() {
        return this.length === 0 ? Infinity : (this.sequences[this.first] ?? Infinity);
    }
    /** The size of the oldest span; 0 when there is none. */
    get firstSizeBytes() {
        return this.length === 0 ? 0 : (this.sizesBytes[this.first] ?? 0);
    }
    /** Whether the oldest span is kept as bytes. */
    get isFirstPacked() {
        return this.length > 0 && this.packed[this.first] === 1;
    }
    /** Adds a span behind all others. */
    push(span, sequence, sizeBytes) {
        const slot = this.claimSlot(sequence, sizeBytes);
        this.contents[slot] = span;
        this.packed[slot] = 0;
    }
    /** Adds a span behind all others, as its bytes. */
    pushPacked(field, home, sequence) {
        const slot = this.claimSlot(sequence, field.length);
        this.contents[slot] = home;
        this.packed[slot] = 1;
        this.bytes.push(field);
    }
    /** Takes the oldest span out, which is not packed. */
    shift() {
        return this.releaseSlot();
    }
    /** Takes the oldest span out, which is packed. */
    shiftPacked() {
        const field = this.bytes.shift(this.firstSizeBytes);
        return { field, home: this.releaseSlot() };
    }
    /** Gives back the memory that packed spans needed and do not need any more. */
    trim() {
        this.bytes.trim();
    }
    claimSlot(sequence, sizeBytes) {
        if (this.length === this.contents.length)
            this.grow();
        const slot = (this.first + this.length) & (this.contents.length - 1);
        this.sequences[slot] = sequence;
        this.sizesBytes[slot] = sizeBytes;
        this.length += 1;
        return slot;
    }
    releaseSlot() {
        const content = this.contents[this.first];
        // The slot may not be used again for long, and a span can hold much.
        this.contents[this.first] = undefined;
        this.first = (this.first + 1) & (this.contents.length - 1);
        this.length -= 1;
        return content;
    }
    grow() {
        const { first, length } = this;
        const order = (column, grown) => {
            grown.set(column.subarray(first));
            grown.set(column.subarray(0, first), length - first);
            return grown;
        };
        this.sequences = order(this.sequences, new Float64Array(length * 2));
        this.sizesBytes = order(this.sizesBytes, new Float64Array(length * 2));
        this.packed = order(this.packed, new Uint8Array(length * 2));
        const free = new Array(length).fill(undefined);
        this.contents = [...this.contents.slice(first), ...this.contents.slice(0, first), ...free];
        this.first = 0;
    }
}
exports.SpanRing = SpanRing;
//# sourceMappingURL=span-ring.js.map
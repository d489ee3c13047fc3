import { writeSpanField } from '../codec/protobuf/encode-spans.js';
import { readSpanFields } from '../codec/protobuf/span-fields.js';
import { ByteFifo } from './byte-fifo.js';
import { isPackable } from './packable.js';
import { priorityOf, SPAN_PRIORITIES } from './priority.js';
import { SpanRing } from './span-ring.js';
import { estimateSpanBytes } from './span-size.js';
/**
 * What a span takes in memory beyond the texts that its estimate counts: objects, ids, times. Measured with spans of
 * the SDK 2.12 on Node 20: 950 bytes for one without attributes, 1,600 for one with eight texts.
 */
const SPAN_OVERHEAD_BYTES = 800;
/** What a packed span takes beyond its bytes: its slot. */
const PACKED_OVERHEAD_BYTES = 32;
/**
 * Spans that wait to be sent, in the order in which they came. When there is no room, one span is dropped for each that
 * comes: the oldest marker, then the oldest normal span, then the oldest with an error or without a parent; a span that
 * is less dear than all that wait is dropped itself. Every operation costs the same however many spans wait.
 *
 * Spans that will wait long can be packed: kept as the bytes of their message. The collector of garbage copies every
 * object that lives through its rounds, and tens of thousands of spans that wait would stop the application for tens of
 * milliseconds each time. A span that comes out again is equal to the one that went in, but another object.
 */
export class SendQueue {
    options;
    /** How many spans wait. */
    length = 0;
    /** Their estimated size in requests. */
    wireBytes = 0;
    /** The sequence number of the span that came last, from 1. */
    lastSequence = 0;
    heldBytes = 0;
    rings = SPAN_PRIORITIES.map(() => new SpanRing());
    homes = new WeakMap();
    constructor(options) {
        this.options = options;
    }
    /** The sequence number of the oldest span that waits; Infinity when none does. */
    get firstSequence() {
        return this.oldest()?.firstSequence ?? Infinity;
    }
    /** Whether a span of this size fits without another one being dropped. */
    hasRoomFor(sizeBytes) {
        return this.fits(sizeBytes + SPAN_OVERHEAD_BYTES);
    }
    /** Takes a span in, or drops one: another or this. `sizeBytes` is what {@link sizeOfSpan} says. */
    push(span, sizeBytes) {
        this.lastSequence += 1;
        const priority = priorityOfSpan(span);
        if (!this.makeRoomFor(priority, sizeBytes + SPAN_OVERHEAD_BYTES)) {
            this.options.onDrop(() => span);
            return;
        }
        this.rings[priority]?.push(span, this.lastSequence, sizeBytes);
        this.note(1, sizeBytes, SPAN_OVERHEAD_BYTES);
    }
    /** Does the same, and keeps the span as bytes if it can be read from them again. */
    pushPacked(span, sizeBytes) {
        try {
            if (isPackable(span) && writeSpanField(span, (field) => this.pack(span, field)))
                return;
        }
        catch {
            // It cannot be read or encoded, and is told so when it is to be sent.
        }
        this.push(span, sizeBytes);
    }
    /** Takes the oldest spans out, of all priorities, as many as make one request; undefined when none waits. */
    take(limits) {
        const { firstSequence } = this;
        const spans = [];
        const packed = [];
        let bytes = 0;
        for (let ring = this.oldest(); ring !== undefined && spans.length < limits.batchSpansMax; ring = this.oldest()) {
            const sizeBytes = ring.firstSizeBytes;
            if (spans.length > 0 && bytes + sizeBytes > limits.batchBytesMax)
                break;
            bytes += sizeBytes;
            const isPacked = ring.isFirstPacked;
            if (isPacked)
                packed.push(this.shiftPacked(ring));
            spans.push(isPacked ? undefined : this.shift(ring));
        }
        if (this.length === 0)
            for (const ring of this.rings)
                ring.trim();
        return spans.length === 0 ? undefined : { spans: this.fill(spans, packed), firstSequence };
    }
    /** Puts packed spans into their places; what cannot be read, although it was written here, is dropped and counted. */
    fill(spans, packed) {
        // Most batches hold none, and then nothing is copied.
        if (packed.length === 0)
            return spans;
        const read = readPacked(packed) ?? packed.map((one) => readPacked([one])?.[0]);
        let position = 0;
        return spans.flatMap((span) => {
            const filled = span ?? read[position++];
            if (filled === undefined)
                this.options.onDrop(() => undefined);
            return filled === undefined ? [] : [filled];
        });
    }
    /** Keeps the bytes of a span, or drops one; false for bytes that are too many for that. */
    pack(span, field) {
        if (field.length > ByteFifo.pieceBytesMax)
            return false;
        this.lastSequence += 1;
        const priority = priorityOf(span);
        if (this.makeRoomFor(priority, field.length + PACKED_OVERHEAD_BYTES)) {
            this.rings[priority]?.pushPacked(field, this.homeOf(span), this.lastSequence);
            this.note(1, field.length, PACKED_OVERHEAD_BYTES);
        }
        else {
            this.options.onDrop(() => span);
        }
        return true;
    }
    /** One object for all spans of a resource and scope. */
    homeOf({ resource, instrumentationScope }) {
        const known = this.homes.get(instrumentationScope);
        if (known?.resource === resource)
            return known;
        const home = { resource, instrumentationScope };
        this.homes.set(instrumentationScope, home);
        return home;
    }
    fits(heldBytes) {
        const { queueSpansMax, queueBytesMax } = this.options;
        return this.length < queueSpansMax && this.heldBytes + heldBytes <= queueBytesMax;
    }
    note(spanCount, sizeBytes, overheadBytes) {
        this.length += spanCount;
        this.wireBytes += spanCount * sizeBytes;
        this.heldBytes += spanCount * (sizeBytes + overheadBytes);
    }
    oldest() {
        let oldest;
        let firstSequence = Infinity;
        for (const ring of this.rings) {
            if (ring.firstSequence >= firstSequence)
                continue;
            oldest = ring;
            firstSequence = ring.firstSequence;
        }
        return oldest;
    }
    /** Drops spans that are not dearer than the one to come until it fits; false when that cannot be. */
    makeRoomFor(priority, heldBytes) {
        if (this.fits(heldBytes))
            return true;
        if (heldBytes > this.options.queueBytesMax)
            return false;
        for (const victims of SPAN_PRIORITIES) {
            const ring = this.rings[victims];
            while (victims <= priority && ring !== undefined && ring.length > 0) {
                this.dropFirst(ring);
                if (this.fits(heldBytes))
                    return true;
            }
        }
        return false;
    }
    dropFirst(ring) {
        if (ring.isFirstPacked) {
            const packed = this.shiftPacked(ring);
            this.options.onDrop(() => readPacked([packed])?.[0]);
        }
        else {
            const span = this.shift(ring);
            this.options.onDrop(() => span);
        }
    }
    shift(ring) {
        this.note(-1, ring.firstSizeBytes, SPAN_OVERHEAD_BYTES);
        return ring.shift();
    }
    shiftPacked(ring) {
        this.note(-1, ring.firstSizeBytes, PACKED_OVERHEAD_BYTES);
        return ring.shiftPacked();
    }
}
/** Packed spans, read from their bytes all at once; undefined when one of them cannot be read. */
function readPacked(packed) {
    return readSpanFields(packed.map(({ field }) => field), packed.map(({ home }) => home));
}
/** The estimated size of a span in a request; 0 for one that cannot be read, which is found when it is encoded. */
export function sizeOfSpan(span) {
    try {
        return estimateSpanBytes(span);
    }
    catch {
        return 0;
    }
}
function priorityOfSpan(span) {
    try {
        return priorityOf(span);
    }
    catch {
        return 1;
    }
}
//# sourceMappingURL=send-queue.js.map
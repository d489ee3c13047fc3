import { crc32 } from 'node:zlib';
import { BLOCK_BYTES, MARK_START, readBlock, recordBytes } from './record-frame.js';
/** The version of FORMAT.md that is written; earlier ones are read, later ones refused. */
export const FORMAT_VERSION = 1;
/** Bytes before the first record. */
export const SEGMENT_HEADER_BYTES = 32;
const MAGIC = Buffer.from('sbspool\n', 'latin1');
/** `0000000000000001.segment`, or `0000000000000001-1.segment` once it was written anew. */
export function segmentName({ firstSequence, rewrites }) {
    const suffix = rewrites === 0 ? '' : `-${rewrites}`;
    return `${String(firstSequence).padStart(16, '0')}${suffix}.segment`;
}
/** The reverse of {@link segmentName}; undefined for every other name. */
export function parseSegmentName(name) {
    const [, first, rewrites = '0'] = /^(\d{16})(?:-([1-9]\d{0,8}))?\.segment$/.exec(name) ?? [];
    const firstSequence = Number(first);
    if (first === undefined || firstSequence < 1 || !Number.isSafeInteger(firstSequence))
        return undefined;
    return { firstSequence, rewrites: Number(rewrites) };
}
/** The first bytes of a segment. */
export function encodeSegmentHeader({ firstSequence, rewrites }) {
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    bytes.set(MAGIC);
    bytes.writeUInt16LE(FORMAT_VERSION, 8);
    bytes.writeUInt32LE(rewrites, 12);
    bytes.writeBigUInt64LE(BigInt(firstSequence), 16);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
    return bytes;
}
/** Reads the first bytes of a segment. */
export function readSegmentHeader(bytes) {
    if (bytes.byteLength < SEGMENT_HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC))
        return { status: 'damaged' };
    if (crc32(bytes.subarray(0, 28)) !== bytes.readUInt32LE(28))
        return { status: 'damaged' };
    const version = bytes.readUInt16LE(8);
    return version > FORMAT_VERSION ? { status: 'newer', version } : { status: 'good' };
}
/**
 * Reads a segment, whatever its bytes are, by the rules of FORMAT.md. Never throws; time grows with the bytes alone.
 */
export function scanSegment(bytes, id) {
    if (bytes.byteLength < SEGMENT_HEADER_BYTES)
        return { records: [], holes: [], wholeBytes: 0, isDamaged: false };
    return new SegmentScanner(bytes, id).scan();
}
class SegmentScanner {
    bytes;
    records = [];
    holes = [];
    isDamaged;
    nextSequence;
    found;
    constructor(bytes, id) {
        this.bytes = bytes;
        this.isDamaged = readSegmentHeader(bytes).status === 'damaged';
        this.nextSequence = id.firstSequence;
    }
    scan() {
        let offset = SEGMENT_HEADER_BYTES;
        while (offset < this.bytes.byteLength) {
            const head = this.headAt(offset);
            if (head === undefined) {
                const next = this.starts().after(offset, this.nextSequence);
                if (next === undefined) {
                    if (this.isTornEnd(offset))
                        return this.result(offset);
                    this.noteHole(this.bytes.byteLength - offset, undefined);
                    return this.result(this.bytes.byteLength);
                }
                this.noteHole(next.offset - offset, next.head.sequence);
                offset = next.offset;
                continue;
            }
            const end = offset + recordBytes(head.bodyBytes);
            if (end > this.bytes.byteLength)
                return this.result(offset);
            this.noteRecord(head, offset);
            offset = end;
        }
        return this.result(offset);
    }
    result(wholeBytes) {
        return { records: this.records, holes: this.holes, wholeBytes, isDamaged: this.isDamaged };
    }
    /** What is said of the record that begins right here, by its first block or, if that is damaged, by its last. */
    headAt(offset) {
        const block = readBlock(this.bytes, offset);
        if (block?.side === 'head' && block.head.sequence >= this.nextSequence)
            return block.head;
        return this.starts().at(offset, this.nextSequence);
    }
    noteRecord(head, offset) {
        const bodyOffset = offset + BLOCK_BYTES;
        const tailOffset = bodyOffset + head.bodyBytes;
        const isBodyGood = crc32(this.bytes.subarray(bodyOffset, tailOffset)) === head.bodyCrc;
        const isFramed = isBlockOf(readBlock(this.bytes, offset), 'head', head) &&
            isBlockOf(readBlock(this.bytes, tailOffset), 'tail', head);
        if (!isBodyGood || !isFramed)
            this.isDamaged = true;
        this.records.push({ head, offset, isBodyGood });
        this.nextSequence = head.sequence + 1;
    }
    noteHole(lengthBytes, sequenceBehind) {
        const missing = (sequenceBehind ?? 0) - this.nextSequence;
        // Sequences may be missing for other reasons; more records than bytes for them were not there.
        const recordCount = Math.max(1, Math.min(missing, Math.floor(lengthBytes / recordBytes(0))));
        this.holes.push({ recordCount, firstSequence: this.nextSequence });
        this.isDamaged = true;
        this.nextSequence = sequenceBehind ?? this.nextSequence + recordCount;
    }
    /**
     * A write that was cut has its first block, unless it was cut within it; a file that grew without its data has zeros.
     */
    isTornEnd(offset) {
        const rest = this.bytes.subarray(offset);
        return rest.byteLength < BLOCK_BYTES || rest.every((byte) => byte === 0);
    }
    starts() {
        return (this.found ??= new RecordStarts(this.bytes));
    }
}
function isBlockOf(block, side, head) {
    return block?.side === side && block.head.sequence === head.sequence && block.head.bodyBytes === head.bodyBytes;
}
/** Where records may begin in a damaged segment; looked for once, so that much damage costs no more than a little. */
class RecordStarts {
    byTail = new Map();
    ordered;
    position = 0;
    constructor(bytes) {
        const starts = [];
        let at = bytes.indexOf(MARK_START, SEGMENT_HEADER_BYTES);
        for (; at !== -1; at = bytes.indexOf(MARK_START, at + 1)) {
            const block = readBlock(bytes, at);
            if (block === undefined)
                continue;
            const offset = block.side === 'head' ? at : at - block.head.bodyBytes - BLOCK_BYTES;
            if (offset < SEGMENT_HEADER_BYTES)
                continue;
            if (block.side === 'tail')
                this.byTail.set(offset, block.head);
            starts.push({ offset, head: block.head });
        }
        this.ordered = starts.sort((a, b) => a.offset - b.offset);
    }
    /** The record that begins at `offset` by the word of its last block. */
    at(offset, sequenceMin) {
        const head = this.byTail.get(offset);
        return head !== undefined && head.sequence >= sequenceMin ? head : undefined;
    }
    /** The first place behind `offset` where a record begins. Offsets asked for only rise. */
    after(offset, sequenceMin) {
        for (; this.position < this.ordered.length; this.position += 1) {
            const start = this.ordered[this.position];
            if (start !== undefined && start.offset > offset && start.head.sequence >= sequenceMin)
                return start;
        }
        return undefined;
    }
}
//# sourceMappingURL=segment-file.js.map
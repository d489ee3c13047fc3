import { crc32 } from 'node:zlib';
import { IntervalSet } from './interval-set.js';
import { FORMAT_VERSION } from './segment-file.js';
/** The name under which sequences stand that nobody needs any more: forgotten, dropped and counted, or deleted. */
export const EVERYBODY = '';
/** Names of destinations in use (at most 16) and out of use (64); beyond it the one least lately used is forgotten. */
export const NAMES_MAX = 80;
/** Longest name in bytes. */
export const NAME_BYTES_MAX = 128;
/** Bytes before the first frame. */
export const ACKS_HEADER_BYTES = 16;
const MAGIC = Buffer.from('sbspacks', 'latin1');
const FRAME_MARK = Buffer.from('SPAF', 'latin1');
const FRAME_HEAD_BYTES = 12;
const RANGE_BYTES = 16;
/** A frame stays small, so that damage costs few acknowledgements. */
const FRAME_RANGES_MAX = 4096;
/** What each destination has acknowledged. Only grows: the order in which parts are added does not matter. */
export class AckState {
    sets = new Map();
    add(name, range) {
        this.of(name).add(range);
    }
    /** Notes that there is a destination, whatever it has acknowledged. */
    know(name) {
        this.of(name);
    }
    has(name, sequence) {
        return this.sets.get(name)?.has(sequence) ?? false;
    }
    /** The highest sequence that anything is known of, or 0. */
    get max() {
        return Math.max(0, ...[...this.sets.values()].map((set) => set.max));
    }
    /** Everything below `sequence` has gone: one range says so for all, and the state stays small. */
    fillBelow(sequence) {
        const range = { first: 1, last: sequence - 1 };
        this.of(EVERYBODY).add(range);
        for (const set of this.sets.values())
            set.add(range);
    }
    /** All names that anything is known of, {@link EVERYBODY} not among them. */
    names() {
        return [...this.sets.keys()].filter((name) => name !== EVERYBODY);
    }
    /** The whole state as the content of a file. */
    encode() {
        const frames = [...this.sets].flatMap(([name, set]) => encodeFrames(name, set.list()));
        return Buffer.concat([encodeHeader(), ...frames]);
    }
    of(name) {
        const known = this.sets.get(name);
        if (known === undefined && this.sets.size >= NAMES_MAX)
            this.forgetFirstName();
        const set = known ?? new IntervalSet();
        // Put last again: the name that was used least lately is the first.
        this.sets.delete(name);
        this.sets.set(name, set);
        return set;
    }
    forgetFirstName() {
        const first = this.names()[0];
        if (first !== undefined)
            this.sets.delete(first);
    }
}
/** Frames that add ranges under a name; without any, the one frame that says that there is a destination. */
export function encodeFrames(name, ranges) {
    const frames = ranges.length === 0 && name !== EVERYBODY ? [encodeFrame(name, ranges)] : [];
    for (let begin = 0; begin < ranges.length; begin += FRAME_RANGES_MAX) {
        frames.push(encodeFrame(name, ranges.slice(begin, begin + FRAME_RANGES_MAX)));
    }
    return frames;
}
/** Adds what a file says to `state`. Frames that are damaged or torn are left out. Never throws. */
export function readAcks(bytes, state) {
    const version = versionOf(bytes);
    if (version !== undefined && version > FORMAT_VERSION)
        return { status: 'newer', version };
    let isDamaged = version === undefined && bytes.byteLength >= ACKS_HEADER_BYTES;
    let offset = ACKS_HEADER_BYTES;
    while (offset < bytes.byteLength) {
        const end = readFrame(bytes, offset, state);
        if (end !== undefined) {
            offset = end;
            continue;
        }
        const next = nextFrame(bytes, offset + 1);
        // Nothing behind it: a write that was cut, which lost only what never resolved.
        if (next === undefined)
            break;
        isDamaged = true;
        offset = next;
    }
    return { status: 'read', isDamaged };
}
function encodeHeader() {
    const bytes = Buffer.alloc(ACKS_HEADER_BYTES);
    bytes.set(MAGIC);
    bytes.writeUInt16LE(FORMAT_VERSION, 8);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
    return bytes;
}
function versionOf(bytes) {
    if (bytes.byteLength < ACKS_HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC))
        return undefined;
    if (crc32(bytes.subarray(0, 12)) !== bytes.readUInt32LE(12))
        return undefined;
    return bytes.readUInt16LE(8);
}
function encodeFrame(name, ranges) {
    const nameBytes = Buffer.from(name, 'utf8');
    const contentBytes = 1 + nameBytes.byteLength + ranges.length * RANGE_BYTES;
    const frame = Buffer.alloc(FRAME_HEAD_BYTES + contentBytes);
    frame.set(FRAME_MARK);
    frame.writeUInt32LE(contentBytes, 4);
    frame.writeUInt8(nameBytes.byteLength, FRAME_HEAD_BYTES);
    frame.set(nameBytes, FRAME_HEAD_BYTES + 1);
    let offset = FRAME_HEAD_BYTES + 1 + nameBytes.byteLength;
    for (const { first, last } of ranges) {
        frame.writeBigUInt64LE(BigInt(first), offset);
        frame.writeBigUInt64LE(BigInt(last), offset + 8);
        offset += RANGE_BYTES;
    }
    frame.writeUInt32LE(frameCrc(frame), 8);
    return frame;
}
function frameCrc(frame) {
    return crc32(frame.subarray(FRAME_HEAD_BYTES), crc32(frame.subarray(0, 8)));
}
/** Adds the frame at `offset` and returns the offset behind it; undefined where no good frame stands. */
function readFrame(bytes, offset, state) {
    if (offset + FRAME_HEAD_BYTES > bytes.byteLength)
        return undefined;
    if (!bytes.subarray(offset, offset + 4).equals(FRAME_MARK))
        return undefined;
    const end = offset + FRAME_HEAD_BYTES + bytes.readUInt32LE(offset + 4);
    if (end > bytes.byteLength)
        return undefined;
    const frame = bytes.subarray(offset, end);
    if (frame.byteLength === FRAME_HEAD_BYTES || frameCrc(frame) !== frame.readUInt32LE(8))
        return undefined;
    const rangesOffset = FRAME_HEAD_BYTES + 1 + frame.readUInt8(FRAME_HEAD_BYTES);
    const name = frame.subarray(FRAME_HEAD_BYTES + 1, rangesOffset).toString('utf8');
    state.know(name);
    for (let at = rangesOffset; at + RANGE_BYTES <= frame.byteLength; at += RANGE_BYTES) {
        state.add(name, { first: Number(frame.readBigUInt64LE(at)), last: Number(frame.readBigUInt64LE(at + 8)) });
    }
    return end;
}
function nextFrame(bytes, from) {
    for (let at = bytes.indexOf(FRAME_MARK, from); at !== -1; at = bytes.indexOf(FRAME_MARK, at + 1)) {
        // Read into a state of its own: only whether it is good is asked here.
        if (readFrame(bytes, at, new AckState()) !== undefined)
            return at;
    }
    return undefined;
}
//# sourceMappingURL=ack-state.js.map
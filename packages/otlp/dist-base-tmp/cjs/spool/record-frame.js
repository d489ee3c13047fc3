"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.MARK_START = exports.BODY_BYTES_MAX = exports.BLOCK_BYTES = void 0;
exports.recordBytes = recordBytes;
exports.writeRecord = writeRecord;
exports.readBlock = readBlock;
const node_zlib_1 = require("node:zlib");
/** Bytes of a record block, as FORMAT.md draws it; it stands before the body and again behind it. */
exports.BLOCK_BYTES = 40;
/** The largest body: no request may be larger either. */
exports.BODY_BYTES_MAX = 64 * 1024 * 1024;
const MARK = { head: 0x48525053, tail: 0x54525053 };
const SIGNAL_CODE = { traces: 1, logs: 2 };
/** The first three bytes of both marks, to search for. */
exports.MARK_START = Buffer.from('SPR', 'latin1');
/** Bytes of a whole record on disk. */
function recordBytes(bodyBytes) {
    return bodyBytes + 2 * exports.BLOCK_BYTES;
}
/** Writes one record at `offset` and returns the offset behind it. */
function writeRecord(target, offset, head, body) {
    const bodyOffset = offset + exports.BLOCK_BYTES;
    const tailOffset = bodyOffset + head.bodyBytes;
    writeBlock(target, offset, 'head', head);
    target.set(body, bodyOffset);
    writeBlock(target, tailOffset, 'tail', head);
    return tailOffset + exports.BLOCK_BYTES;
}
/** The block at `offset`, or undefined where none with a good CRC stands. */
function readBlock(bytes, offset) {
    if (offset < 0 || offset + exports.BLOCK_BYTES > bytes.byteLength)
        return undefined;
    const mark = bytes.readUInt32LE(offset);
    const side = mark === MARK.head ? 'head' : mark === MARK.tail ? 'tail' : undefined;
    if (side === undefined)
        return undefined;
    if ((0, node_zlib_1.crc32)(bytes.subarray(offset, offset + 36)) !== bytes.readUInt32LE(offset + 36))
        return undefined;
    const sequence = Number(bytes.readBigUInt64LE(offset + 8));
    const signal = signalOf(bytes.readUInt8(offset + 28));
    const priority = priorityOf(bytes.readUInt8(offset + 29));
    if (!Number.isSafeInteger(sequence) || signal === undefined || priority === undefined)
        return undefined;
    const head = {
        sequence,
        signal,
        priority,
        spanCount: bytes.readUInt32LE(offset + 24),
        bodyBytes: bytes.readUInt32LE(offset + 4),
        bodyCrc: bytes.readUInt32LE(offset + 32),
        appendedUnixMs: Number(bytes.readBigUInt64LE(offset + 16)),
    };
    return { side, head };
}
function writeBlock(target, offset, side, head) {
    target.writeUInt32LE(MARK[side], offset);
    target.writeUInt32LE(head.bodyBytes, offset + 4);
    target.writeBigUInt64LE(BigInt(head.sequence), offset + 8);
    target.writeBigUInt64LE(BigInt(head.appendedUnixMs), offset + 16);
    target.writeUInt32LE(head.spanCount, offset + 24);
    target.writeUInt8(SIGNAL_CODE[head.signal], offset + 28);
    target.writeUInt8(head.priority, offset + 29);
    target.writeUInt16LE(0, offset + 30);
    target.writeUInt32LE(head.bodyCrc, offset + 32);
    target.writeUInt32LE((0, node_zlib_1.crc32)(target.subarray(offset, offset + 36)), offset + 36);
}
function signalOf(code) {
    return code === SIGNAL_CODE.traces ? 'traces' : code === SIGNAL_CODE.logs ? 'logs' : undefined;
}
function priorityOf(code) {
    return code === 0 || code === 1 || code === 2 ? code : undefined;
}
//# sourceMappingURL=record-frame.js.map
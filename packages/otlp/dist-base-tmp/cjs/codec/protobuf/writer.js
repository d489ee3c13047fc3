"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ProtobufWriter = void 0;
exports.varintSize = varintSize;
const hex_js_1 = require("../hex.js");
const hr_time_js_1 = require("../hr-time.js");
const limits_js_1 = require("../limits.js");
const INITIAL_BYTES = 64 * 1024;
/** The longest varint: 64 bits in groups of seven. */
const VARINT_BYTES_MAX = 10;
/** Below this many UTF-16 units a loop over the characters is faster than a call into the text encoder. */
const SHORT_TEXT_LENGTH = 48;
const TWO_POW_32 = 0x1_0000_0000;
const textEncoder = new TextEncoder();
/**
 * A protobuf writer over one growing buffer that is used again and again.
 *
 * A nested message is written in place: {@link beginMessage} leaves room for its length, {@link endMessage} fills the
 * length in and moves the body only when the guess of its size was wrong. A tag is the byte of field number and wire
 * type; all fields of the trace messages but one have numbers below 16, so a tag is one byte, and `flags` brings two.
 */
class ProtobufWriter {
    initialBytes;
    /** The bytes written so far and the room behind them. Changes when the buffer grows: never keep it. */
    buffer;
    /** Where the next byte goes. */
    position = 0;
    view;
    constructor(initialBytes = INITIAL_BYTES) {
        this.initialBytes = initialBytes;
        this.buffer = new Uint8Array(initialBytes);
        this.view = new DataView(this.buffer.buffer);
    }
    /** Forgets what was written; keeps the buffer unless it has grown out of proportion. */
    reset() {
        this.position = 0;
        if (this.buffer.length <= limits_js_1.KEPT_BUFFER_BYTES_MAX)
            return;
        this.buffer = new Uint8Array(this.initialBytes);
        this.view = new DataView(this.buffer.buffer);
    }
    /** A copy of everything written since the last {@link reset}. */
    finish() {
        return this.buffer.slice(0, this.position);
    }
    /** Makes sure that `size` more bytes fit. */
    reserve(size) {
        const needed = this.position + size;
        if (needed <= this.buffer.length)
            return;
        const grown = new Uint8Array(Math.max(needed, this.buffer.length * 2));
        grown.set(this.buffer.subarray(0, this.position));
        this.buffer = grown;
        this.view = new DataView(grown.buffer);
    }
    /** One raw byte: a tag, or a value that fits seven bits. */
    byte(value) {
        this.reserve(1);
        this.buffer[this.position++] = value;
    }
    /** An unsigned integer below 2^53, or a negative one above −2^53 as its two's complement of 64 bits. */
    varint(value) {
        this.reserve(VARINT_BYTES_MAX);
        if (value < 0) {
            this.varintOfHalves(...negativeHalves(value));
            return;
        }
        let rest = value;
        while (rest >= TWO_POW_32) {
            this.buffer[this.position++] = (rest % 128) | 0x80;
            rest = Math.floor(rest / 128);
        }
        rest >>>= 0;
        while (rest > 0x7f) {
            this.buffer[this.position++] = (rest & 0x7f) | 0x80;
            rest >>>= 7;
        }
        this.buffer[this.position++] = rest;
    }
    /** A signed 64-bit integer. The caller has checked the range. */
    varintOfBigInt(value) {
        this.reserve(VARINT_BYTES_MAX);
        const unsigned = BigInt.asUintN(64, value);
        this.varintOfHalves(Number(unsigned & 0xffffffffn), Number(unsigned >> 32n));
    }
    /** A tag of one or two bytes and four bytes, lowest first. */
    fixed32(tag, value) {
        this.varint(tag);
        this.reserve(4);
        this.view.setUint32(this.position, value, true);
        this.position += 4;
    }
    /** A one-byte tag and a double. */
    double(tag, value) {
        this.reserve(9);
        this.buffer[this.position] = tag;
        this.view.setFloat64(this.position + 1, value, true);
        this.position += 9;
    }
    /** A one-byte tag and a time as fixed64 nanoseconds, exact to the nanosecond. */
    time(tag, time) {
        this.reserve(9);
        this.buffer[this.position] = tag;
        if ((0, hr_time_js_1.isFastTime)(time)) {
            const low = (0, hr_time_js_1.low32WithCarryOf)(time);
            const carry = low >= TWO_POW_32 ? 1 : 0;
            this.view.setUint32(this.position + 1, low, true);
            this.view.setUint32(this.position + 5, (0, hr_time_js_1.high32Of)(time) + carry, true);
        }
        else {
            this.view.setBigUint64(this.position + 1, (0, hr_time_js_1.toUnixNano)(time), true);
        }
        this.position += 9;
    }
    /** A one-byte tag, a length and the bytes of a hex id; an id that is not hex is written with length zero. */
    hexId(tag, id) {
        this.reserve(2 + VARINT_BYTES_MAX + id.length);
        this.buffer[this.position] = tag;
        // Ids that are too long for a one-byte length are nonsense, and empty ones are what receivers reject by name.
        const size = id.length < 256 ? (0, hex_js_1.writeHex)(id, this.buffer, this.position + 2) : -1;
        this.buffer[this.position + 1] = Math.max(size, 0);
        this.position += 2 + Math.max(size, 0);
    }
    /** A one-byte tag, a length and bytes as they are. */
    bytes(tag, bytes) {
        this.byte(tag);
        this.varint(bytes.length);
        this.reserve(bytes.length);
        this.buffer.set(bytes, this.position);
        this.position += bytes.length;
    }
    /** A one-byte tag, a length and a text as UTF-8; a lone surrogate becomes U+FFFD. */
    text(tag, text) {
        const length = text.length;
        // Three bytes are the most that one UTF-16 unit needs.
        this.reserve(2 + VARINT_BYTES_MAX + length * 3);
        if (length < SHORT_TEXT_LENGTH && this.shortAscii(tag, text))
            return;
        const { buffer, position } = this;
        buffer[position] = tag;
        // The length is guessed to need as many bytes as the number of characters; only long foreign text proves it wrong.
        const guess = varintSize(length);
        const bodyStart = position + 1 + guess;
        const { written } = textEncoder.encodeInto(text, buffer.subarray(bodyStart));
        const size = varintSize(written);
        if (size !== guess)
            buffer.copyWithin(position + 1 + size, bodyStart, bodyStart + written);
        this.position = position + 1;
        this.varint(written);
        this.position += written;
    }
    /** Writes a one-byte tag and leaves `lengthSize` bytes for the length. Answers what {@link endMessage} needs. */
    beginMessage(tag, lengthSize) {
        this.reserve(1 + lengthSize);
        this.buffer[this.position] = tag;
        this.position += 1 + lengthSize;
        return this.position;
    }
    /** Fills in the length of the message whose body began at `bodyStart`; `lengthSize` is that of its beginning. */
    endMessage(bodyStart, lengthSize) {
        const length = this.position - bodyStart;
        const size = varintSize(length);
        const lengthStart = bodyStart - lengthSize;
        if (size !== lengthSize) {
            this.reserve(VARINT_BYTES_MAX);
            this.buffer.copyWithin(lengthStart + size, bodyStart, this.position);
        }
        this.position = lengthStart;
        this.varint(length);
        this.position += length;
    }
    /**
     * A one-byte tag, a length and a text of fewer than 128 characters as long as it is ASCII. Answers false, with the
     * position unchanged, when it is not. The caller has made room.
     */
    shortAscii(tag, text) {
        const { buffer, position } = this;
        const length = text.length;
        buffer[position] = tag;
        buffer[position + 1] = length;
        const start = position + 2;
        for (let index = 0; index < length; index++) {
            const code = text.charCodeAt(index);
            if (code > 0x7f)
                return false;
            buffer[start + index] = code;
        }
        this.position = start + length;
        return true;
    }
    varintOfHalves(low, high) {
        let lower = low;
        let upper = high;
        while (upper > 0 || lower > 0x7f) {
            this.buffer[this.position++] = (lower & 0x7f) | 0x80;
            lower = ((lower >>> 7) | (upper << 25)) >>> 0;
            upper >>>= 7;
        }
        this.buffer[this.position++] = lower;
    }
}
exports.ProtobufWriter = ProtobufWriter;
/** How many bytes a length needs as a varint. Lengths are below 2^31. */
function varintSize(value) {
    if (value < 0x80)
        return 1;
    if (value < 0x4000)
        return 2;
    if (value < 0x20_0000)
        return 3;
    return value < 0x1000_0000 ? 4 : 5;
}
/** The halves of the two's complement of a negative safe integer. */
function negativeHalves(value) {
    const below = -value - 1;
    return [~(below % TWO_POW_32) >>> 0, ~Math.floor(below / TWO_POW_32) >>> 0];
}
//# sourceMappingURL=writer.js.map
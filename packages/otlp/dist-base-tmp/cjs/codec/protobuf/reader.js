"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ProtobufReader = exports.END_OF_MESSAGE = void 0;
const decode_result_js_1 = require("../decode-result.js");
const limits_js_1 = require("../limits.js");
/** What {@link ProtobufReader.nextTag} answers at the end of a message; no field has the number 0. */
exports.END_OF_MESSAGE = 0;
/** Below this many bytes a loop over the characters is faster than a call into the text decoder. */
const SHORT_TEXT_BYTES = 48;
const TWO_POW_32 = 0x1_0000_0000;
// `ignoreBOM` keeps a byte order mark at the start of a text: it is content, not encoding.
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
/**
 * A cursor over protobuf bytes. It never reads behind the end of the message that it is in, and raises
 * {@link MalformedBody} with the byte offset at the first thing that is not protobuf.
 */
class ProtobufReader {
    bytes;
    /** Where the next byte is read. */
    position = 0;
    end;
    view;
    high = 0;
    constructor(bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
        this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    /** The next tag (field number and wire type in one), or {@link END_OF_MESSAGE}. */
    nextTag() {
        if (this.position >= this.end)
            return exports.END_OF_MESSAGE;
        const start = this.position;
        const tag = this.varintLow();
        if (this.high !== 0 || tag >>> 3 === 0)
            this.fail('no field has this tag', start);
        return tag;
    }
    /** Enters the length-delimited message at the cursor. Answers what {@link leaveMessage} needs. */
    enterMessage() {
        const outerEnd = this.end;
        const length = this.length();
        this.end = this.position + length;
        return outerEnd;
    }
    /** Goes back to the outer message, behind the one that was entered. */
    leaveMessage(outerEnd) {
        this.position = this.end;
        this.end = outerEnd;
    }
    /** An unsigned integer of up to 32 bits; higher bits are cut off, as protobuf prescribes for these types. */
    uint32() {
        return this.varintLow();
    }
    /** A signed 64-bit integer: a number where that is exact, else a bigint. */
    int64() {
        const low = this.varintLow();
        const signed = (this.high | 0) * TWO_POW_32 + low;
        if (Number.isSafeInteger(signed))
            return signed;
        return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(low));
    }
    /** A boolean: any varint but zero is true. */
    bool() {
        const low = this.varintLow();
        return low !== 0 || this.high !== 0;
    }
    /** Four bytes as an unsigned integer. */
    fixed32() {
        const at = this.take(4);
        return this.view.getUint32(at, true);
    }
    /** Eight bytes; the answer is the lower half, {@link upperHalf} has the upper one. */
    fixed64() {
        const at = this.take(8);
        this.high = this.view.getUint32(at + 4, true);
        return this.view.getUint32(at, true);
    }
    /** The upper 32 bits of what {@link fixed64} read last. */
    upperHalf() {
        return this.high;
    }
    /** Eight bytes as a double. */
    double() {
        return this.view.getFloat64(this.take(8), true);
    }
    /** Length-delimited UTF-8. What is not UTF-8 becomes U+FFFD: one bad text must not cost the request. */
    text() {
        const length = this.length();
        const start = this.take(length);
        if (length >= SHORT_TEXT_BYTES)
            return textDecoder.decode(this.bytes.subarray(start, this.position));
        let text = '';
        for (let index = start; index < this.position; index++) {
            const byte = this.bytes[index] ?? 0;
            if (byte > 0x7f)
                return textDecoder.decode(this.bytes.subarray(start, this.position));
            text += String.fromCharCode(byte);
        }
        return text;
    }
    /** A copy of length-delimited bytes, so that a small value does not keep a large body in memory. */
    bytesValue() {
        const length = this.length();
        const start = this.take(length);
        // Not `slice`: that of Node's Buffer answers a view.
        return new Uint8Array(this.bytes.subarray(start, this.position));
    }
    /** Passes over the value of a field that nobody knows. */
    skip(tag) {
        switch (tag & 7) {
            case 0:
                this.varintLow();
                return;
            case 1:
                this.take(8);
                return;
            case 2:
                this.take(this.length());
                return;
            case 3:
                this.skipGroup();
                return;
            case 5:
                this.take(4);
                return;
            default:
                this.fail(`wire type ${tag & 7} cannot stand here`, this.position);
        }
    }
    /** Raises {@link MalformedBody} for what was found at `offset`. */
    fail(what, offset = this.position) {
        throw new decode_result_js_1.MalformedBody(`The body is not a valid protobuf request: ${what} (byte ${offset} of ${this.bytes.length}).`);
    }
    /** Groups are a form of nesting that protobuf gave up; a loop with a counter passes over them. */
    skipGroup() {
        let depth = 1;
        while (depth > 0) {
            const tag = this.nextTag();
            if (tag === exports.END_OF_MESSAGE)
                this.fail('a group does not end');
            const wireType = tag & 7;
            if (wireType === 3)
                depth++;
            else if (wireType === 4)
                depth--;
            else
                this.skip(tag);
            if (depth > limits_js_1.GROUP_DEPTH_MAX)
                this.fail(`groups nest deeper than ${limits_js_1.GROUP_DEPTH_MAX} levels`);
        }
    }
    length() {
        const start = this.position;
        const length = this.varintLow();
        if (this.high !== 0 || length > this.end - this.position) {
            this.fail('a length reaches behind the end of its message; the body may be cut off', start);
        }
        return length;
    }
    take(size) {
        const start = this.position;
        if (size > this.end - start)
            this.fail('the body ends inside a value', start);
        this.position = start + size;
        return start;
    }
    /** Reads a varint; the answer is its lower 32 bits, `high` keeps the upper ones. */
    varintLow() {
        const start = this.position;
        let low = 0;
        this.high = 0;
        for (let shift = 0; shift < 70; shift += 7) {
            if (this.position >= this.end)
                this.fail('the body ends inside a number', start);
            const byte = this.bytes[this.position++] ?? 0;
            const bits = byte & 0x7f;
            if (shift < 28)
                low |= bits << shift;
            else if (shift === 28) {
                low |= bits << 28;
                this.high = bits >>> 4;
            }
            else if (shift < 63)
                this.high |= bits << (shift - 32);
            else
                this.high |= (bits & 1) << 31;
            if (byte < 0x80) {
                this.high >>>= 0;
                return low >>> 0;
            }
        }
        return this.fail('a number is longer than ten bytes', start);
    }
}
exports.ProtobufReader = ProtobufReader;
//# sourceMappingURL=reader.js.map
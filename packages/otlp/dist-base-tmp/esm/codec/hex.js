/** The value of each hex digit by its character code; 255 for everything else. */
const NIBBLES = new Uint8Array(256).fill(255);
/** The two hex digits of each byte value. */
const HEX_PAIRS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
for (let value = 0; value < 16; value++) {
    const digit = value.toString(16);
    NIBBLES[digit.charCodeAt(0)] = value;
    NIBBLES[digit.toUpperCase().charCodeAt(0)] = value;
}
const HEX_TEXT = /^[0-9a-fA-F]*$/;
/** Answers whether a text has nothing but hex digits of either case; true for the empty text. */
export function isHex(text) {
    return HEX_TEXT.test(text);
}
/** Answers whether a text is an id of OpenTelemetry: this many hex digits of either case, not all of them zero. */
export function isHexId(text, digits) {
    if (text.length !== digits)
        return false;
    // Neither a branch for each digit nor a regular expression: this is asked twice or more for every span that is sent.
    let seen = 0;
    for (let index = 0; index < digits; index++)
        seen |= NIBBLES[text.charCodeAt(index)] ?? 255;
    return seen > 0 && seen <= 15;
}
/**
 * Writes a hex text of either case as bytes at `offset`. Answers the number of bytes, or −1 when the text is not hex
 * or has an odd number of digits; what was written is then meaningless. The caller has made room.
 */
export function writeHex(text, target, offset) {
    const length = text.length;
    if (length % 2 !== 0)
        return -1;
    // Every digit is or-ed into this: a single 255 shows at the end, without a branch per digit.
    let seen = 0;
    for (let index = 0, at = offset; index < length; index += 2, at++) {
        const high = NIBBLES[text.charCodeAt(index)] ?? 255;
        const low = NIBBLES[text.charCodeAt(index + 1)] ?? 255;
        seen |= high | low;
        target[at] = (high << 4) | low;
    }
    return seen > 15 ? -1 : length / 2;
}
/** The bytes from `start` to `end` as lower-case hex. */
export function toHex(bytes, start, end) {
    let text = '';
    for (let index = start; index < end; index++)
        text += HEX_PAIRS[bytes[index] ?? 0] ?? '';
    return text;
}
/** Answers whether an id in hex has no digit but zero, which OpenTelemetry reads as "no id". */
export function isZeroId(id) {
    for (let index = 0; index < id.length; index++) {
        if (id.charCodeAt(index) !== 0x30)
            return false;
    }
    return true;
}
//# sourceMappingURL=hex.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.parseExactJson = parseExactJson;
/** An integer of 16 digits or more behind a character that can precede a JSON number: perhaps one beyond 2^53. */
const MAYBE_BARE_BIG_INTEGER = /(?:^|[:,[\s-])\d{16,}/;
/** A number of 16 characters or more. Whole numbers are told from fractions and exponents by the second pattern. */
const LONG_NUMBER = /[-+.\deE]{16,}/g;
const BIG_INTEGER = /^-?[1-9]\d{15,}$/;
/**
 * Parses JSON like `JSON.parse`, but an integer of 16 digits or more becomes the string of its digits.
 *
 * OTLP/JSON writes 64-bit integers as strings and lets senders write them as numbers; `JSON.parse` would round
 * 1698323655202795123 to …795000. Raises what `JSON.parse` raises.
 */
function parseExactJson(text) {
    return JSON.parse(MAYBE_BARE_BIG_INTEGER.test(text) ? quoteBigIntegers(text) : text);
}
/** Walks from string to string and quotes the big integers between them; texts of strings are never touched. */
function quoteBigIntegers(text) {
    const pieces = [];
    let position = 0;
    while (position < text.length) {
        const opening = text.indexOf('"', position);
        const between = text.slice(position, opening < 0 ? text.length : opening);
        pieces.push(between.replace(LONG_NUMBER, (token) => (BIG_INTEGER.test(token) ? `"${token}"` : token)));
        if (opening < 0)
            break;
        position = endOfString(text, opening);
        pieces.push(text.slice(opening, position));
    }
    return pieces.join('');
}
/** The position behind the closing quote of the string that opens at `opening`; the end of the text without one. */
function endOfString(text, opening) {
    let closing = text.indexOf('"', opening + 1);
    while (closing >= 0 && isEscaped(text, closing))
        closing = text.indexOf('"', closing + 1);
    return closing < 0 ? text.length : closing + 1;
}
/** A quote is part of the string when an odd number of backslashes stands before it. */
function isEscaped(text, quote) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c)
        backslashes++;
    return backslashes % 2 === 1;
}
//# sourceMappingURL=exact-json.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.toPrintable = toPrintable;
/** Longer messages of strangers are cut here: they end in logs, on terminals and in dead letters. */
const MESSAGE_LENGTH_MAX = 500;
/**
 * Control characters of both blocks, line separators and the characters that turn the direction of text: with them a
 * message could forge log lines or drive a terminal.
 */
// eslint-disable-next-line no-control-regex -- these characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** A text of a stranger on one line: unsafe characters written as `\u{…}`, cut to 500 characters. */
function toPrintable(text) {
    const cut = text.length > MESSAGE_LENGTH_MAX ? `${text.slice(0, MESSAGE_LENGTH_MAX)}…` : text;
    return cut
        .toWellFormed()
        .trim()
        .replace(UNSAFE, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}
//# sourceMappingURL=printable.js.map
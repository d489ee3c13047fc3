import { BYTE, findNonBlank, isBlank, trimmedEnd } from './json-bytes.js';

/** How much of a line that begins with `[` is looked at: no text line of a log is longer, minified arrays are. */
const LOOK_AHEAD_BYTES_MAX = 64 * 1024;

/** A JSON scalar, or one of Python's tokens, with a comma behind it. */
const SCALAR_AND_COMMA =
  /^\s*(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|NaN|-?Infinity)\s*,/;

/** What a line that begins with `[` is; `undecided` until more of it has been read. */
export type ArrayVerdict = 'array' | 'text' | 'undecided';

/**
 * Tells a JSON array from a line of text such as `[INFO] ready`. Objects, arrays or the line's end behind the bracket
 * make it an array at once, so that one of gigabytes is never waited for. Otherwise the whole line decides (up to
 * 64 KiB of it, from there on it is an array): the bracket closes and nothing follows, or it stays open behind a
 * scalar and a comma.
 *
 * @param lineEnd - index of the line's newline, or of the end of the input; undefined while neither has been read
 */
export function judgeArrayStart(bytes: Buffer, bracket: number, lineEnd: number | undefined): ArrayVerdict {
  const available = lineEnd ?? bytes.length;
  const first = findNonBlank(bytes, bracket + 1, Math.min(available, bracket + LOOK_AHEAD_BYTES_MAX));
  const firstByte = first < 0 ? undefined : bytes[first];
  if (firstByte === BYTE.openBrace || firstByte === BYTE.openBracket) return 'array';
  if (available - bracket >= LOOK_AHEAD_BYTES_MAX) return 'array';
  if (lineEnd === undefined) return 'undecided';
  return firstByte === undefined || isArrayLine(bytes, bracket, lineEnd) ? 'array' : 'text';
}

function isArrayLine(bytes: Buffer, bracket: number, lineEnd: number): boolean {
  const close = findClosingBracket(bytes, bracket, lineEnd);
  if (close < 0) return SCALAR_AND_COMMA.test(bytes.toString('latin1', bracket + 1, lineEnd));
  for (let index = close + 1; index < trimmedEnd(bytes, close, lineEnd); index++) {
    const byte = bytes[index] as number;
    if (byte !== BYTE.comma && !isBlank(byte)) return false;
  }
  return true;
}

/** The index of the bracket that closes the one at `bracket`, or -1 when the line leaves it open. */
function findClosingBracket(bytes: Buffer, bracket: number, lineEnd: number): number {
  let depth = 0;
  let isInString = false;
  for (let index = bracket; index < lineEnd; index++) {
    const byte = bytes[index];
    if (isInString) {
      if (byte === BYTE.backslash) index++;
      else if (byte === BYTE.quote) isInString = false;
    } else if (byte === BYTE.quote) isInString = true;
    else if (byte === BYTE.openBracket) depth++;
    else if (byte === BYTE.closeBracket && --depth === 0) return index;
  }
  return -1;
}

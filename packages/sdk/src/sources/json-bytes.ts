/** The bytes that give JSON its shape. All are ASCII, so they never occur inside a multi-byte UTF-8 character. */
export const BYTE = {
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Answers whether a byte is ASCII white space, a newline among it. */
export function isBlank(byte: number): boolean {
  return byte === BYTE.space || (byte >= 0x09 && byte <= 0x0d);
}

/** The index of the first byte that is no white space, or -1. */
export function findNonBlank(bytes: Uint8Array, from: number, to: number): number {
  for (let index = from; index < to; index++) {
    if (!isBlank(bytes[index] as number)) return index;
  }
  return -1;
}

/** The end of the bytes `from`…`to` without the white space at their end. */
export function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(bytes[end - 1] as number)) end--;
  return end;
}

/**
 * Answers whether JSON allows `next` as the first byte of a line when `previous` was the last byte before it that is
 * no white space. `container` is the brace or bracket that is open there, 0 when it is not known.
 *
 * A comma before a closing brace passes: it is illegal too, but no sign that the lines do not belong together.
 */
export function canFollow(previous: number, next: number, container: number): boolean {
  const isValueDue = previous === BYTE.colon || previous === BYTE.openBracket;
  switch (next) {
    case BYTE.closeBrace:
    case BYTE.closeBracket:
      return previous !== BYTE.colon;
    case BYTE.comma:
      return !isValueDue && previous !== BYTE.openBrace && previous !== BYTE.comma;
    case BYTE.colon:
      return previous === BYTE.quote;
    case BYTE.quote:
      return isValueDue || previous === BYTE.openBrace || previous === BYTE.comma;
    default:
      if (VALUE_STARTS[next] !== 1) return false;
      return isValueDue || (previous === BYTE.comma && container !== BYTE.openBrace);
  }
}

/** The first bytes of objects, arrays, numbers, `true`, `false`, `null`, and of Python's `NaN` and `Infinity`. */
const VALUE_STARTS = Uint8Array.from({ length: 256 }, (_, byte) =>
  '{[-0123456789tfnNI'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

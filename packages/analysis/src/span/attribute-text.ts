/**
 * Bytes of a binary value that are written out; the rest is named by its size. Enough to recognise an id or a magic
 * number.
 */
const SHOWN_BYTES_MAX = 32;

/**
 * Any attribute value as one text, for people to read: strings as they are, all else as JSON.
 *
 * Total: a value that JSON refuses (a cycle, a throwing getter) is said to be unreadable. Does not escape anything;
 * what
 * is safe depends on where the text goes.
 */
export function attributeText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (ArrayBuffer.isView(value)) return bytesText(value);
  try {
    // JSON has no text for undefined, functions and symbols, whatever its type declaration says.
    const text = JSON.stringify(value, bigintAsText) as string | undefined;
    return text ?? String(value);
  } catch {
    return '(unreadable value)';
  }
}

/** Attributes as pairs in the order of their keys, so that two spans with the same attributes read the same. */
export function sortedEntries(attributes: Readonly<Record<string, unknown>>): [key: string, value: unknown][] {
  return Object.entries(attributes).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function bytesText(view: ArrayBufferView): string {
  const shown = new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, SHOWN_BYTES_MAX));
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return view.byteLength > SHOWN_BYTES_MAX ? `0x${hex}… (${view.byteLength} bytes)` : `0x${hex}`;
}

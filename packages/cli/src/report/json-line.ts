/** What `JSON.stringify` leaves as it is and a terminal obeys: DEL, C1, directions of writing, line separators. */
const UNSAFE = /[\u007f-\u009f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]/g;

/**
 * A value as one line of JSON that is safe to print: characters that act on a terminal are written as escapes, which is
 * the same value to every reader of JSON. Ends with a newline.
 */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value);
  const escaped = text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${escaped}\n`;
}

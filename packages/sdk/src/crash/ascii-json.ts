/** Text that stands between quotes as it is: printable ASCII without the quote and the backslash. */
const PLAIN = /^[ !#-[\]-~]*$/;

const BEYOND_ASCII = /[\u007f-\uffff]/g;

/** A string of JSON in ASCII: one byte for each character, so that a line is written without looking at it again. */
export function quoteAscii(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : escapeBeyondAscii(JSON.stringify(text.toWellFormed()));
}

/** A value as JSON in ASCII. */
export function toAsciiJson(value: unknown): string {
  return escapeBeyondAscii(JSON.stringify(value));
}

function escapeBeyondAscii(json: string): string {
  return json.replace(BEYOND_ASCII, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

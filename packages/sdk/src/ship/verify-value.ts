import { createHash } from 'node:crypto';

/** Longer texts are kept as their beginning and a hash: what was sent must not stay in memory whole. */
const WHOLE_TEXT_LENGTH_MAX = 256;

/** What is shown of a longer text. */
const EXCERPT_LENGTH = 80;

/** 128 bits of the hash: enough that two different texts are never taken for one another. */
const HASH_DIGITS = 32;

/** Where Tempo cuts the values of attributes unless it is told otherwise (`max_attribute_bytes`). */
export const CUT_BYTES = 2048;

/** How deep values are looked into; no encoder of ours writes deeper ones. What lies below counts as empty. */
const DEPTH_MAX = 64;

/** The character in whose place a decoder finds bytes that are no text. */
const REPLACEMENT = '\ufffd';

/**
 * A value as one text: equal texts mean equal values in OTLP. Texts are quoted, so that `"1"` is not `1`; keys of maps
 * are sorted; an integer that no double holds is the text of its digits, as decoders read it.
 */
export function canonicalText(value: unknown): string {
  try {
    return toText(value, 0);
  } catch {
    // What throws while it is read is sent as the empty value.
    return 'null';
  }
}

/** A text, or the beginning, size and hash of a long one. Equal results mean equal texts. */
export function compactText(text: string): string {
  if (text.length <= WHOLE_TEXT_LENGTH_MAX) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
  const excerpt = text.slice(0, EXCERPT_LENGTH).toWellFormed();
  return `${excerpt}… (${Buffer.byteLength(text)} bytes, sha-256 ${hash})`;
}

/** What a text may be stored as by a backend that cuts it after {@link CUT_BYTES}; nothing for shorter texts. */
export function cutForms(text: string): readonly string[] {
  // No character has fewer bytes than units, so most texts need no counting.
  if (text.length * 3 <= CUT_BYTES || Buffer.byteLength(text) <= CUT_BYTES) return [];
  const cut = Buffer.from(text).subarray(0, CUT_BYTES).toString();
  const forms = [cut];
  // A cut inside of a character leaves bytes that are no text, or is made before the character.
  if (cut.endsWith(REPLACEMENT) && !text.startsWith(cut)) forms.push(cut.slice(0, -1));
  return forms.map((form) => compactText(canonicalText(form)));
}

/** Recursion ends at {@link DEPTH_MAX}. */
function toText(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.toWellFormed());
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? value.toString() : `"${value.toString()}"`;
    case 'boolean':
      return String(value);
    case 'object':
      return value === null || depth >= DEPTH_MAX ? 'null' : objectToText(value, depth + 1);
    default:
      return 'null';
  }
}

function objectToText(value: object, depth: number): string {
  if (ArrayBuffer.isView(value)) {
    return `bytes(${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')})`;
  }
  if (Array.isArray(value)) return `[${Array.from(value, (entry: unknown) => toText(entry, depth)).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  const entries = Object.keys(members).map((key) => [key.toWellFormed(), members[key]] as const);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${toText(entry, depth)}`).join(',')}}`;
}

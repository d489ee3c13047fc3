/**
 * Characters that act on a terminal, or on the reading of a line, instead of being seen: C0, DEL and C1 controls;
 * marks,
 * embeddings, overrides and isolates of writing direction; line and paragraph separators; zero-width and soft-hyphen
 * characters that hide a difference between two names; tags; lone halves of a surrogate pair.
 * Joiners (U+200C, U+200D) and variation selectors stay: scripts and emoji need them, and they move nothing.
 */
const UNSAFE = new RegExp(
  `[${[
    '\\u0000-\\u001f\\u007f-\\u009f',
    '\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f',
    '\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb',
    '\\u{e0000}-\\u{e007f}\\p{Cs}',
  ].join('')}]`,
  'gu',
);

/** The block of visible pictures of the C0 controls, in their order: ␛ is U+241B. */
const CONTROL_PICTURES = 0x2400;

/**
 * Text of strangers made safe to print: what would act is replaced by something that is seen, never removed.
 * Controls become their pictures (`␛`, `␊`, `␡`), all else its number (`\u202e`). Width and meaning of the rest are
 * kept.
 */
export function sanitizeText(text: string): string {
  return text.replace(UNSAFE, (character) => visibleForm(character.codePointAt(0) ?? 0));
}

function visibleForm(codePoint: number): string {
  if (codePoint < 0x20) return String.fromCodePoint(CONTROL_PICTURES + codePoint);
  if (codePoint === 0x7f) return '␡';
  const hex = codePoint.toString(16);
  return codePoint > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

import { isWideCodePoint } from './wide-ranges.js';

/**
 * Latin letters, box drawing, blocks and the signs of our own: one column each, so that most text needs no segmenter.
 */
const ONE_COLUMN_EACH = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2026\u22ef\u2500-\u25c7]*$/;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
/** Arabic and Syriac number signs are format characters that are drawn. */
const DRAWN_FORMAT = /[\u0600-\u0605\u06dd\u070f\u08e2]/;
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff\ud7b0-\ud7ff]$/u;

/**
 * UTF-16 units looked at per column of room. A text with more units than that per column is longer than the room, or
 * made of hundreds of marks on one letter; it is cut either way, so a value of megabytes costs no more than a line.
 */
const UNITS_PER_COLUMN_MAX = 16;

/** What stands for the part that was cut. One column wide. */
const ELLIPSIS = '…';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Columns that a text takes in a terminal: 2 for East Asian wide characters and for each emoji with all that it is
 * joined
 * from, 0 for combining and zero-width characters, else 1. Control characters count 0; `sanitizeText` comes first.
 */
export function textWidth(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text if it fits into so many columns, else its beginning and `…`. Never cuts a visible character in two. */
export function truncateText(text: string, widthMax: number): string {
  if (widthMax <= 0) return '';
  const unitsMax = widthMax * UNITS_PER_COLUMN_MAX;
  if (text.length <= unitsMax && textWidth(text) <= widthMax) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text.slice(0, unitsMax))) {
    width += graphemeWidth(segment);
    if (width > widthMax - 1) break;
    kept += segment;
  }
  // The slice may have ended inside a surrogate pair.
  return kept.replace(/[\ud800-\udbff]$/, '') + ELLIPSIS;
}

/** The text and spaces up to so many columns; a longer text is cut. */
export function padTextEnd(text: string, width: number): string {
  const fitted = truncateText(text, width);
  return fitted + ' '.repeat(Math.max(0, width - textWidth(fitted)));
}

/** Spaces and the text, right-aligned in so many columns; a longer text is cut. */
export function padTextStart(text: string, width: number): string {
  const fitted = truncateText(text, width);
  return ' '.repeat(Math.max(0, width - textWidth(fitted))) + fitted;
}

function graphemeWidth(grapheme: string): number {
  // A sequence of flags, skin tones or joined people is drawn as one picture.
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) {
    if (ZERO_WIDTH.test(character) && !DRAWN_FORMAT.test(character)) continue;
    width += isWideCodePoint(character.codePointAt(0) ?? 0) ? 2 : 1;
  }
  return width;
}

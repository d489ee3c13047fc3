import { wrapWords } from './wrap-words.js';

/** Columns of the labels on the left; the longest label has nine letters. */
const LABEL_COLUMNS = 11;

/** Narrower than this a column of text is not readable; lines run over instead. */
const TEXT_COLUMNS_MIN = 30;

/**
 * A label and its text as lines: `Spans      18 in 5 traces`. Longer texts go on below, under the text.
 */
export function factLines(label: string, text: string, widthColumns: number): readonly string[] {
  const lines = wrapWords(text, Math.max(widthColumns - LABEL_COLUMNS, TEXT_COLUMNS_MIN));
  return lines.map((line, index) => (index === 0 ? label : '').padEnd(LABEL_COLUMNS) + line);
}

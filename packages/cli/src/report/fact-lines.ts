/** Columns of the labels on the left; the longest label has nine letters. */
const LABEL_COLUMNS = 11;

/** Narrower than this a column of text is not readable; lines run over instead. */
const TEXT_COLUMNS_MIN = 30;

/**
 * A label and its text as lines: `Spans      18 in 5 traces`. Longer texts go on below, under the text, cut between words;
 * a word that is too long (a path, a URL) stays whole, so that it can be copied.
 */
export function factLines(label: string, text: string, widthColumns: number): readonly string[] {
  const room = Math.max(widthColumns - LABEL_COLUMNS, TEXT_COLUMNS_MIN);
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  lines.push(current);
  return lines.map((line, index) => (index === 0 ? label : '').padEnd(LABEL_COLUMNS) + line);
}

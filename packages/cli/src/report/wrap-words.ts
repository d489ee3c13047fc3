/**
 * Text as lines of so many columns, cut between words. A word that is too long (a path, a URL) stays whole, so that it
 * can be copied. At least one line.
 */
export function wrapWords(text: string, widthColumns: number): readonly string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const word of text.split(' ')) {
    if (current === undefined) {
      current = word;
    } else if (current.length + 1 + word.length > widthColumns) {
      lines.push(current);
      current = word;
    } else {
      current = `${current} ${word}`;
    }
  }
  return [...lines, current ?? ''];
}

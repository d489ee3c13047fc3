/** Between two columns. */
const GAP = '  ';

/** Rows of texts as lines with aligned columns. Widths are counted in characters of one column. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  alignments: readonly ('left' | 'right')[],
): readonly string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = alignments.map((alignment, column) => {
      const [text, width] = [row[column] ?? '', widths[column] ?? 0];
      return alignment === 'left' ? text.padEnd(width) : text.padStart(width);
    });
    return cells.join(GAP).trimEnd();
  });
}

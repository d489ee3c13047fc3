/** Words that differ in more than this share of their letters are not offered: a wrong guess is worse than none. */
const DISTANCE_SHARE_MAX = 1 / 3;

/** Longer words are not compared; no name of ours comes near it. */
const WORD_LENGTH_MAX = 64;

/** The known word that is nearest to a mistyped one, when one is near enough; upper and lower case are equal. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const [left, right] = [plain(word), plain(candidate)];
    const distance = editDistance(left, right);
    if (distance > Math.max(left.length, right.length) * DISTANCE_SHARE_MAX) continue;
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  return best?.word;
}

/** The closing sentence of a message about an unknown word, with a leading space; empty when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** `retryFor`, `retry_for` and `retry-for` are one word to a person. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}

/** Levenshtein distance with one row of memory. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Places for texts; a power of two. More than the texts that records which stand close together have in common. */
const PLACES = 8192;

/** Longest text that is remembered; longer ones rarely come twice, and a stranger's may be megabytes. */
const SHARED_LENGTH_MAX = 128;

/** A place for a text: from its length and a few of its last letters, where ids and names differ most. */
function placeOf(text: string): number {
  const end = text.length - 1;
  let place = text.length;
  for (let index = end; index >= 0 && index > end - 4; index -= 1) place = place * 37 + text.charCodeAt(index);
  return place & (PLACES - 1);
}

/**
 * A small memory of a pure function of a text: the newest result per place, nothing else.
 *
 * Records repeat themselves: the trace id of a span stands in each of its records, the file in each of its events. The
 * JSON parser makes a new string of every one. Sharing the first saves memory in the table of pending spans, and
 * the work of checking an id again. A result never depends on what the memory holds.
 */
export class RecentTexts<T> {
  private readonly texts: (string | undefined)[] = new Array<string | undefined>(PLACES).fill(undefined);
  private readonly results: (T | undefined)[] = new Array<T | undefined>(PLACES).fill(undefined);

  /** The result for a text, from memory or made now. */
  get(text: string, make: (text: string) => T): T {
    if (text.length > SHARED_LENGTH_MAX) return make(text);
    const place = placeOf(text);
    if (this.texts[place] === text) return this.results[place] as T;
    const result = make(text);
    this.texts[place] = text;
    this.results[place] = result;
    return result;
  }
}

const names = new RecentTexts<string>();

/** The same text, well-formed, as the one string that other records hold already. */
export function shareText(text: string): string {
  return names.get(text, toWellFormedText);
}

function toWellFormedText(text: string): string {
  return text.toWellFormed();
}

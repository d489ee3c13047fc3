import { setImmediate as nextTurn } from 'node:timers/promises';

/** One line of a slot or a record: a key with its new value, or a key alone that is removed. */
export type EntryLine = readonly [key: string, value: unknown] | readonly [key: string];

/**
 * Text that is made or read at one go: well under a millisecond, which goes unnoticed between the other work of the
 * process. Slices four times as long made a snapshot of 50 MB no faster, and waits three times as long.
 */
const SLICE_CHARACTERS = 64 * 1024;

const NEWLINE = 0x0a;

/**
 * The lines as UTF-8 text, in slices of about 64 KiB (a single larger value makes a larger one), so that the caller
 * can let others run in between. Throws what `JSON.stringify` throws: for cycles, bigints, more than some 5,000 levels.
 */
export function* encodeLines(lines: Iterable<EntryLine>): Generator<Buffer, void, undefined> {
  let texts: string[] = [];
  let characters = 0;
  for (const line of lines) {
    const text = JSON.stringify(line);
    texts.push(text);
    characters += text.length + 1;
    if (characters < SLICE_CHARACTERS) continue;
    yield Buffer.from(`${texts.join('\n')}\n`);
    texts = [];
    characters = 0;
  }
  if (texts.length > 0) yield Buffer.from(`${texts.join('\n')}\n`);
}

/** Reads lines back; undefined when one of them is none of ours. Lets others run now and then. */
export async function decodeLines(body: Buffer): Promise<readonly EntryLine[] | undefined> {
  const lines: EntryLine[] = [];
  let pauseAt = SLICE_CHARACTERS;
  for (let start = 0; start < body.length;) {
    const end = body.indexOf(NEWLINE, start);
    const line = end === -1 ? undefined : decodeLine(body.toString('utf8', start, end));
    if (line === undefined) return undefined;
    lines.push(line);
    start = end + 1;
    if (start < pauseAt) continue;
    await nextTurn();
    pauseAt = start + SLICE_CHARACTERS;
  }
  return lines;
}

function decodeLine(text: string): EntryLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || typeof value[0] !== 'string') return undefined;
  return value.length === 1 || value.length === 2 ? (value as unknown as EntryLine) : undefined;
}

/** Applies lines in their order; a key that is put goes behind all others, also when it was there before. */
export function applyLines(entries: Map<string, unknown>, lines: Iterable<EntryLine>): void {
  for (const line of lines) {
    entries.delete(line[0]);
    if (line.length === 2) entries.set(line[0], line[1]);
  }
}

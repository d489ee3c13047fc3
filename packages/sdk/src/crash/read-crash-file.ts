import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { CRASH_FILE_MAGIC } from './crash-file-header.js';
import type { CrashedSpan } from './crash-entry.js';
import { CrashReader } from './crash-reader.js';

/** A line of a crash file that says nothing any more. */
export interface DamagedLine {
  readonly line: number;
  readonly text: string;
  readonly detail: string;
  /** The last of the file and without a newline: its process died while it was written. */
  readonly isTorn: boolean;
}

/** A whole crash file: the spans that were open at its end. */
export interface CrashFile {
  readonly spans: readonly CrashedSpan[];
  readonly damaged: readonly DamagedLine[];
  /** What a later version of spanbridge wrote is not read; `spans` is empty then. */
  readonly isTooNew: boolean;
  readonly sizeBytes: number;
}

/** Whether a file begins like a crash file. False for what is no file, or cannot be read: reading it will say why. */
export function isCrashFile(path: string): boolean {
  let handle: number | undefined;
  try {
    // A pipe gives its first bytes once.
    if (!statSync(path).isFile()) return false;
    handle = openSync(path, 'r');
    const start = Buffer.alloc(CRASH_FILE_MAGIC.length);
    readSync(handle, start, 0, start.length, 0);
    return start.toString('latin1') === CRASH_FILE_MAGIC;
  } catch {
    return false;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/**
 * Reads a crash file. Everybody who sends what is in one reads it here, line by line and byte by byte, so that all send
 * the same. Memory is that of the spans in it. Rejects with what the file system says.
 */
export async function readCrashFile(path: string): Promise<CrashFile> {
  const reader = new CrashReader();
  const damaged: DamagedLine[] = [];
  let isTooNew = false;
  // The format is ASCII; read like this, every byte is one character, also in a damaged line.
  const input = createReadStream(path, { encoding: 'latin1' });
  let line = 0;
  for await (const text of linesOf(input)) {
    line += 1;
    const result = reader.take(text.endsWith('\n') ? text.slice(0, -1) : text, line);
    if (result.status === 'read') continue;
    isTooNew ||= result.status === 'too-new';
    damaged.push({ line, text, detail: result.detail, isTorn: !text.endsWith('\n') });
  }
  const content = reader.finish();
  damaged.push(...content.damaged.map((fault) => ({ ...fault, text: '', isTorn: false })));
  return { spans: isTooNew ? [] : content.spans, damaged, isTooNew, sizeBytes: input.bytesRead };
}

/** Lines with their newlines, as they are; the last may have none. */
async function* linesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield `${line}\n`;
  }
  if (rest !== '') yield rest;
}

import { FINGERPRINT_BYTES, fingerprintOf } from './fingerprint.js';
import { BYTE } from './json-bytes.js';
import { readRange } from './positioned-read.js';
import { type TailCursor } from './tail-cursor.js';

/** Bytes that are looked at once; a line is rarely longer. */
const STEP_BYTES = 64 * 1024;

/** Where a text ends, and how far back its last line may begin. */
export interface TextEnd {
  readonly sizeBytes: number;
  readonly lineBytesMax: number;
}

/**
 * The cursor behind the last newline of a file, so that a line that is being written is read whole. A line longer than
 * the limit is not waited for. Lines count from there: counting those before would mean to read the file.
 */
export async function findLastLine(descriptor: number, end: TextEnd): Promise<TailCursor> {
  const offsetBytes = await findOffset(descriptor, end);
  const head = await readRange(descriptor, 0, Math.min(FINGERPRINT_BYTES, offsetBytes));
  const tail = await readRange(descriptor, Math.max(0, offsetBytes - FINGERPRINT_BYTES), offsetBytes);
  return { offsetBytes, line: 1, head: fingerprintOf(head), tail: fingerprintOf(tail) };
}

async function findOffset(descriptor: number, end: TextEnd): Promise<number> {
  const { sizeBytes, lineBytesMax } = end;
  for (let to = sizeBytes; to > 0 && sizeBytes - to <= lineBytesMax; to -= STEP_BYTES) {
    const from = Math.max(0, to - STEP_BYTES);
    const newline = (await readRange(descriptor, from, to)).lastIndexOf(BYTE.newline);
    if (newline >= 0) return from + newline + 1;
  }
  return sizeBytes <= lineBytesMax ? 0 : sizeBytes;
}

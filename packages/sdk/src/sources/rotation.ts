import { basename, dirname } from 'node:path';
import { type FileStat } from './file-identity.js';
import { FINGERPRINT_BYTES } from './fingerprint.js';
import { type TailCursor } from './tail-cursor.js';

/**
 * What a look at the file of a known text says: nothing new, more (or other) bytes, an unread end that was taken away,
 * or a text that is not the same any more.
 */
export type SizeVerdict = 'unchanged' | 'changed' | 'shortened' | 'truncated';

/** Compares a look with the one before it. That the text changed at the same size, only reading can tell. */
export function judgeSize(
  known: { readonly sizeBytes: number; readonly mtimeNs: string; readonly cursor: TailCursor },
  file: FileStat,
): SizeVerdict {
  if (file.sizeBytes < known.cursor.offsetBytes) return 'truncated';
  if (file.sizeBytes < known.sizeBytes) return 'shortened';
  return file.sizeBytes === known.sizeBytes && file.mtimeNs === known.mtimeNs ? 'unchanged' : 'changed';
}

/** A lost text, as far as it matters for recognising it in another file. */
export interface LostText {
  readonly path: string;
  readonly cursor: TailCursor;
  /** Its file lives on with another text, so a copy of it is to be expected. */
  readonly isTruncated: boolean;
}

/**
 * Answers whether a file whose bytes equal everything that was read of a lost text may be taken for it, so that
 * those bytes are not read again. 1 KiB and more of records with times do not come about twice. Fewer bytes may:
 * they do only beside the file that was truncated, or for the compressed file that carries its name.
 */
export function isLikelyCopy(
  lost: LostText,
  candidate: { readonly path: string; readonly isCompressed: boolean },
): boolean {
  const { offsetBytes } = lost.cursor;
  if (offsetBytes === 0) return false;
  if (offsetBytes >= FINGERPRINT_BYTES) return true;
  if (!isSibling(lost.path, candidate.path)) return false;
  return candidate.isCompressed || (lost.isTruncated && candidate.path !== lost.path);
}

/** Answers whether a path is in the same directory and begins like the name of a file: `app.jsonl`, `app.1.jsonl`. */
export function isSibling(path: string, other: string): boolean {
  return dirname(path) === dirname(other) && basename(other).startsWith(nameStem(path));
}

/** What rotation keeps of a file's name: everything before the first dot that does not begin it. */
export function nameStem(path: string): string {
  const name = basename(path);
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}

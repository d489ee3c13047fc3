import { type FileStat } from './file-identity.js';
import { type FollowedCompression } from './file-position.js';
import { hasFingerprint } from './fingerprint.js';
import { readRange } from './positioned-read.js';
import { isLikelyCopy } from './rotation.js';
import { type TailState } from './source-changes.js';
import { type TailCursor, tailStart } from './tail-cursor.js';
import { type TailSource } from './tail-source.js';

/** A file whose text is compared with what is known. */
export interface Candidate {
  readonly path: string;
  readonly descriptor: number;
  readonly file: FileStat;
  readonly compression: FollowedCompression;
  /** The first bytes of its text. */
  readonly head: Buffer;
}

/**
 * What a file is, beside new.
 *
 * - `known`: the file of a source that has none now; `isCopy` when it is another file with the same text.
 * - `drained`: the same, but the source has still to be read to its end in the file that it is open in, or its file
 *   may yet be found under another path.
 * - `twin`: it equals what was read of a source that is in another file, to which a path leads.
 */
export type Former =
  | { readonly kind: 'known'; readonly source: TailSource; readonly isCopy: boolean }
  | { readonly kind: 'drained' }
  | { readonly kind: 'twin'; readonly source: TailSource };

/** Finds the source whose text a file holds, if there is one; tells of a source that had another text in that file. */
export async function findFormer(
  state: TailState,
  candidate: Candidate,
  onOtherText: (source: TailSource) => void,
): Promise<Former | undefined> {
  for (const source of state.index.lostFrom(candidate.file)) {
    if (!source.isIn(candidate.file) || source.isTruncated) continue;
    if (source.compression === candidate.compression && (await holdsRead(source.cursor, candidate))) {
      return { kind: 'known', source, isCopy: false };
    }
    onOtherText(source);
  }
  return findCopied(state, candidate);
}

async function findCopied(state: TailState, candidate: Candidate): Promise<Former | undefined> {
  const { path, compression } = candidate;
  let twin: TailSource | undefined;
  for (const source of state.index.beginningLike(candidate.head)) {
    const isInPlace = source.place === 'path';
    const lost = { path: source.path, cursor: source.cursor, isTruncated: source.isTruncated || isInPlace };
    if (!isLikelyCopy(lost, { path, isCompressed: compression === 'gzip' })) continue;
    if (isInPlace) twin ??= source;
    else if (await holdsRead(source.cursor, candidate)) {
      const isFree = source.place === 'handle' ? source.isAtEnd : state.index.isLost(source);
      return isFree ? { kind: 'known', source, isCopy: true } : { kind: 'drained' };
    }
  }
  return twin === undefined ? undefined : { kind: 'twin', source: twin };
}

/** Answers whether a text holds what was read. Of a compressed one the head decides; reading it proves the rest. */
async function holdsRead(cursor: TailCursor, candidate: Candidate): Promise<boolean> {
  if (!hasFingerprint(candidate.head, cursor.head)) return false;
  if (candidate.compression === 'gzip') return true;
  if (candidate.file.sizeBytes < cursor.offsetBytes) return false;
  return hasFingerprint(await readRange(candidate.descriptor, tailStart(cursor), cursor.offsetBytes), cursor.tail);
}

/** How much of a source a file beside it holds: all that was read, a beginning of it, or something else. */
export async function compareWithTwin(
  state: TailState,
  source: TailSource,
  candidate: Candidate,
): Promise<'whole' | 'beginning' | 'different'> {
  if (await holdsRead(source.cursor, candidate)) return 'whole';
  const { sizeBytes } = candidate.file;
  if (candidate.compression === 'gzip' || sizeBytes >= source.cursor.offsetBytes) return 'different';
  const opened = await state.files.acquire(source);
  if (opened.status === 'elsewhere') return 'different';
  const from = Math.max(0, sizeBytes - candidate.head.length);
  const [one, other] = await Promise.all([
    readRange(candidate.descriptor, from, sizeBytes),
    readRange(opened.descriptor, from, sizeBytes),
  ]);
  return one.equals(other) ? 'beginning' : 'different';
}

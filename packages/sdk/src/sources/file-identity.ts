import { type BigIntStats, fstat, stat } from 'node:fs';
import { promisify } from 'node:util';
import { causeText, systemErrorCode } from './errors.js';
import { type FileIdentity } from './file-position.js';

const statAsync = promisify(stat);
const fstatAsync = promisify(fstat);

/** What the file system says of a file; its numbers of 64 bits as decimal texts. */
export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  readonly device: string;
  readonly inode: string;
  readonly birthtimeNs: string;
  readonly mtimeNs: string;
  readonly sizeBytes: number;
  /** True when no path leads to it any more, only open handles. */
  readonly isDeleted: boolean;
}

/** What a path leads to: a file, nothing, or something that this user may not look at. */
export type PathLook =
  | { readonly status: 'present'; readonly stat: FileStat }
  | { readonly status: 'absent' }
  | { readonly status: 'refused'; readonly detail: string };

/** What systems say when a path leads nowhere: `ELOOP` is a link to itself. */
const ABSENT_CODES: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Looks at what a path leads to, through links. */
export async function lookAtPath(path: string): Promise<PathLook> {
  try {
    return { status: 'present', stat: toFileStat(await statAsync(path, { bigint: true })) };
  } catch (error) {
    if (ABSENT_CODES.has(systemErrorCode(error) ?? '')) return { status: 'absent' };
    return { status: 'refused', detail: causeText(error) };
  }
}

/** Looks at an open file, which may have no path any more. */
export async function lookAtDescriptor(descriptor: number): Promise<FileStat> {
  return toFileStat(await fstatAsync(descriptor, { bigint: true }));
}

function toFileStat(stats: BigIntStats): FileStat {
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
    device: String(stats.dev),
    inode: String(stats.ino),
    birthtimeNs: String(stats.birthtimeNs),
    mtimeNs: String(stats.mtimeNs),
    sizeBytes: Number(stats.size),
    isDeleted: stats.nlink === 0n,
  };
}

/** The number of a file as one text. It is given again to a new file once the file has been deleted. */
export function inodeKey(file: Pick<FileStat, 'device' | 'inode'>): string {
  return `${file.device}:${file.inode}`;
}

/**
 * Answers whether two looks saw one file: same number, and same time of birth where both are known, since the number
 * of a deleted file is soon given to another.
 */
export function isSameFile(one: Omit<FileIdentity, 'fingerprint'>, other: Omit<FileIdentity, 'fingerprint'>): boolean {
  if (one.device !== other.device || one.inode !== other.inode) return false;
  return one.birthtimeNs === other.birthtimeNs || one.birthtimeNs === '0' || other.birthtimeNs === '0';
}

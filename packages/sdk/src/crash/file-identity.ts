import {
  closeSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { OPEN_FLAGS } from '@spanbridge/otlp';
import {
  CRASH_FILE_MAGIC,
  CRASH_FILE_VERSION,
  type CrashFileHeader,
  isOwnerAlive,
  parseHeader,
} from './crash-file-header.js';

/** Enough for every header; the longest field is the name of a boot. */
const HEADER_BYTES_MAX = 1_024;

/**
 * Whose file lies under a name:
 * `absent` · `foreign`: no crash file, or of a later version, and never touched · `alive`: its process runs ·
 * `dead`: its process has gone, or died before it could say who it is.
 */
export type Holder =
  | { readonly status: 'absent' }
  | { readonly status: 'foreign'; readonly detail: string }
  | { readonly status: 'alive'; readonly header: CrashFileHeader }
  | { readonly status: 'dead'; readonly stats: Stats };

/** Looks whose file lies under a name. Follows no link. Throws what the file system says, but for a missing file. */
export function holderOf(path: string): Holder {
  let handle: number;
  try {
    handle = openSync(path, OPEN_FLAGS.read);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { status: 'absent' };
    if (codeOf(error) === 'ELOOP') return { status: 'foreign', detail: 'is a symbolic link' };
    throw error;
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { status: 'foreign', detail: 'is no file' };
    return judge(readStart(handle), stats);
  } finally {
    closeSync(handle);
  }
}

/** Whether a name still leads to this very file. */
export function isSameFile(path: string, stats: Pick<Stats, 'dev' | 'ino'>): boolean {
  try {
    const found = lstatSync(path);
    return found.ino === stats.ino && found.dev === stats.dev;
  } catch {
    return false;
  }
}

/**
 * Renames a file that was judged to be that of a dead process. False when somebody else was faster, or when another
 * file lies there by now: that one is put back under its name, or, where the name has been taken meanwhile, stays under
 * the new one, which tells its process nothing and does it no harm.
 */
export function claimFile(from: string, to: string, stats: Stats): boolean {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  if (isSameFile(to, stats)) return true;
  try {
    linkSync(to, from);
    unlinkSync(to);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return false;
}

/** Removes a file; one that is not there is as good. */
export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** The code that the file system gave an error. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

function readStart(handle: number): string {
  const buffer = Buffer.alloc(HEADER_BYTES_MAX);
  return buffer.toString('latin1', 0, readSync(handle, buffer, 0, HEADER_BYTES_MAX, 0));
}

function judge(start: string, stats: Stats): Holder {
  // Where there are no hard links a process may die before its header is whole; no other program begins a file so.
  if (start.length < CRASH_FILE_MAGIC.length && CRASH_FILE_MAGIC.startsWith(start)) return { status: 'dead', stats };
  if (!start.startsWith(CRASH_FILE_MAGIC)) return { status: 'foreign', detail: 'is no crash file' };
  const end = start.indexOf('\n');
  const header = end < 0 ? undefined : parseHeader(parsed(start.slice(0, end)));
  if (header === undefined) return { status: 'dead', stats };
  if (header.version > CRASH_FILE_VERSION)
    return { status: 'foreign', detail: 'was written by a later version of spanbridge' };
  return isOwnerAlive(header) ? { status: 'alive', header } : { status: 'dead', stats };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

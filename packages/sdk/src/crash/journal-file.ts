import { closeSync, fstatSync, ftruncateSync, linkSync, openSync, renameSync, type Stats, writeSync } from 'node:fs';
import { FILE_MODE, OPEN_FLAGS } from '@spanbridge/otlp';
import { isSpanbridgeError, SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';
import { headerLine, ownHeader } from './crash-file-header.js';
import { claimedPath, journalPaths, scrapPath } from './crash-file-names.js';
import { claimFile, codeOf, holderOf, isSameFile, removeIfThere } from './file-identity.js';
import { LINE_BYTES_MAX } from './span-lines.js';

/** Takeovers of one name before the next name is tried: others take it at the same time. */
const ATTEMPTS_MAX = 5;

/**
 * The file under a journal: appended to with one system call for each text, never synced, because the pages of a killed
 * process stay with the kernel. Methods throw what the file system says.
 */
export class JournalFile {
  sizeBytes = 0;
  private handle: number;
  /** The last write broke off in the middle of a line; the next one begins a new line, so that it costs no other. */
  private isTorn = false;

  private constructor(
    readonly path: string,
    handle: number,
    private readonly buffer: Buffer,
  ) {
    this.handle = handle;
  }

  /**
   * Makes a journal of this process at `path`, or, while a process that runs has that name, beside it. The file of a
   * dead process is moved out of the way, for the recovery to find it.
   *
   * @throws SpanbridgeError `CRASH_FILE_UNUSABLE` when no file can be made, or when another program's file lies there
   */
  static open(path: string): JournalFile {
    try {
      const scrap = JournalFile.create(scrapPath(path));
      for (const candidate of journalPaths(path)) {
        if (takeName(path, scrap.path, candidate)) return scrap.renamed(candidate);
      }
      scrap.remove();
      throw crashFileUnusable(path, 'has too many journals of this process beside it');
    } catch (error) {
      if (isSpanbridgeError(error)) throw error;
      throw crashFileUnusable(path, `cannot be written (${codeOf(error)})`, error);
    }
  }

  /** A file that will take the place of this one. */
  createSuccessor(): JournalFile {
    return JournalFile.create(scrapPath(this.path));
  }

  private static create(path: string): JournalFile {
    const buffer = Buffer.allocUnsafeSlow(LINE_BYTES_MAX);
    const file = new JournalFile(path, openSync(path, OPEN_FLAGS.append, FILE_MODE), buffer);
    file.append(headerLine(ownHeader()));
    return file;
  }

  /** Appends whole lines in ASCII. */
  append(text: string): void {
    const whole = this.isTorn && text !== '\n' ? `\n${text}` : text;
    for (let at = 0; at < whole.length; at += this.buffer.length) {
      const length = this.buffer.write(at === 0 ? whole : whole.slice(at, at + this.buffer.length), 0, 'latin1');
      this.write(this.buffer, length);
    }
    this.isTorn = false;
  }

  /** Appends the first bytes of a buffer, whole lines in ASCII. */
  appendBytes(bytes: Buffer, length: number): void {
    if (this.isTorn) this.append('\n');
    this.write(bytes, length);
    this.isTorn = false;
  }

  private write(bytes: Buffer, length: number): void {
    this.isTorn = true;
    for (let offset = 0; offset < length;) {
      const written = writeSync(this.handle, bytes, offset, length - offset);
      this.sizeBytes += written;
      offset += written;
    }
  }

  /** Takes the place of `predecessor`: from here on one name leads to this file, and to no half of it. */
  replace(predecessor: JournalFile): JournalFile {
    if (!predecessor.isInPlace) throw new Error('The crash file has been moved or removed.');
    renameSync(this.path, predecessor.path);
    closeSync(predecessor.handle);
    return this.renamed(predecessor.path);
  }

  /** Leaves nothing in the file: what it says is not true any more, and could not be corrected. */
  empty(): void {
    ftruncateSync(this.handle, 0);
    this.sizeBytes = 0;
    this.isTorn = false;
  }

  /** Closes the file and leaves it where it is. */
  close(): void {
    closeSync(this.handle);
  }

  /** Closes the file and removes it; under another name that somebody gave it, it stays, and says nothing. */
  remove(): void {
    const isOurs = this.isInPlace;
    if (!isOurs) this.empty();
    closeSync(this.handle);
    if (isOurs) removeIfThere(this.path);
  }

  private get isInPlace(): boolean {
    return isSameFile(this.path, this.stats);
  }

  private get stats(): Stats {
    return fstatSync(this.handle);
  }

  private renamed(path: string): JournalFile {
    const file = new JournalFile(path, this.handle, this.buffer);
    file.sizeBytes = this.sizeBytes;
    return file;
  }
}

/** Puts the new file under a name; false while a process that runs has it. */
function takeName(path: string, scrap: string, candidate: string): boolean {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (linkNew(scrap, candidate)) return true;
    const holder = holderOf(candidate);
    if (holder.status === 'alive') return false;
    if (holder.status === 'foreign') {
      if (candidate !== path) return false;
      removeIfThere(scrap);
      throw crashFileUnusable(path, holder.detail);
    }
    if (holder.status === 'dead') claimFile(candidate, claimedPath(path), holder.stats);
  }
  return false;
}

/** The file appears under its name with its header whole, and over nobody else's. */
function linkNew(scrap: string, path: string): boolean {
  try {
    linkSync(scrap, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (holderOf(path).status !== 'absent') return false;
    // A file system without hard links: two processes that start in the same instant could here take the same name.
    renameSync(scrap, path);
    return true;
  }
  removeIfThere(scrap);
  return true;
}

/** No journal of open spans can be made at this path. */
function crashFileUnusable(path: string, fault: string, cause?: unknown): SpanbridgeError {
  return new SpanbridgeError(
    SDK_ERROR_CODES.CRASH_FILE_UNUSABLE,
    `The crash file "${path}" ${fault}. Give a path in a directory that this user may write to.`,
    { cause },
  );
}

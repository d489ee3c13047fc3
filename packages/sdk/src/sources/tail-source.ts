import { isSameFile, type FileStat, inodeKey } from './file-identity.js';
import { type FilePosition, type FileState, type FollowedCompression } from './file-position.js';
import { type LongLine } from './line-assembler.js';
import { START, type TailCursor } from './tail-cursor.js';

/**
 * Where a text is to be found: a `path` leads to it, it is open but has no path (`handle`), or `nowhere`: then it is
 * searched for a while before it is given up.
 */
export type SourcePlace = 'path' | 'handle' | 'nowhere';

/** How many searches a text that is nowhere is given: two seconds at least, for a copy or a compression to appear. */
export const SEARCHES_MAX = 3;

/** Where a source begins. */
export interface SourceStart {
  readonly id: string;
  readonly path: string;
  readonly file: FileStat;
  readonly compression: FollowedCompression;
  readonly cursor: TailCursor;
}

/** One followed text: what it is, where it is, and how far it was read and taken. It outlives names and files. */
export class TailSource {
  readonly id: string;
  path: string;
  device: string;
  inode: string;
  birthtimeNs: string;
  compression: FollowedCompression;
  state: FileState = 'followed';
  place: SourcePlace = 'nowhere';
  /** Size and time of change at the last look. A read that came further moves the size. */
  sizeBytes: number;
  mtimeNs: string;
  /** The size at the last look of which reading has shown since that it saw this text and no other. */
  provenSizeBytes: number;
  /** The last attempt to read it failed, so that nothing may wait for it. */
  isFailing = false;
  cursor: TailCursor;
  /** The cursor behind what the consumer has taken. */
  taken: TailCursor;
  longLine: LongLine | undefined;
  /** Looks since the file changed last. Time is counted in looks: a process that was stopped has not looked. */
  quietLooks = 0;
  isQueued = false;
  /** True once everything was read that was there at the last look. */
  isAtEnd = false;
  /** True when the next read has to prove that the head is still the same. */
  isHeadDue = true;
  /** The text was truncated away: its file lives on with another text, so only a copy can hold the rest of it. */
  isTruncated = false;
  searchesLeft = SEARCHES_MAX;
  /** What has to be read to its end before this is begun: the file that had the name before. */
  predecessor: TailSource | undefined;

  constructor(start: SourceStart) {
    this.id = start.id;
    this.path = start.path;
    this.device = start.file.device;
    this.inode = start.file.inode;
    this.birthtimeNs = start.file.birthtimeNs;
    this.sizeBytes = start.file.sizeBytes;
    this.mtimeNs = start.file.mtimeNs;
    this.provenSizeBytes = start.file.sizeBytes;
    this.compression = start.compression;
    this.cursor = start.cursor;
    this.taken = start.cursor;
  }

  /** A source as a checkpoint knows it; it is nowhere until it has been found. */
  static restore(id: string, position: FilePosition): TailSource {
    const { identity, sizeBytes, offsetBytes, line, tail } = position;
    const file: FileStat = { kind: 'file', ...identity, mtimeNs: '', sizeBytes, isDeleted: false };
    const cursor = { offsetBytes, line, head: identity.fingerprint, tail };
    const source = new TailSource({ id, path: position.path, file, compression: position.compression, cursor });
    source.state = position.state;
    source.isAtEnd = true;
    return source;
  }

  /** What the file is known by while it keeps its number. */
  get key(): string {
    return inodeKey(this);
  }

  /** Bytes that were there at the last look and have not been read; undefined where that is not known. */
  get unreadBytes(): number | undefined {
    if (this.state === 'complete') return 0;
    return this.compression === 'none' ? Math.max(0, this.sizeBytes - this.cursor.offsetBytes) : undefined;
  }

  /** Answers whether the next read has to wait for another file. */
  isBlocked(): boolean {
    const { predecessor } = this;
    if (predecessor === undefined) return false;
    const hasMore = predecessor.place !== 'nowhere' && !predecessor.isAtEnd;
    if (hasMore && !predecessor.isFailing) return true;
    this.predecessor = undefined;
    return false;
  }

  /** Answers whether the file of a look is the one that this text is in. */
  isIn(file: FileStat): boolean {
    return isSameFile(this, file);
  }

  /** The text was found in a file, under a path. */
  settle(path: string, file: FileStat): void {
    this.path = path;
    this.device = file.device;
    this.inode = file.inode;
    this.birthtimeNs = file.birthtimeNs;
    this.noteSize(file);
    this.provenSizeBytes = file.sizeBytes;
    this.place = 'path';
    this.isTruncated = false;
    if (this.state === 'gone') this.state = 'followed';
    this.searchesLeft = SEARCHES_MAX;
    this.quietLooks = 0;
  }

  /** Keeps what a look said of the size. */
  noteSize(file: FileStat): void {
    this.sizeBytes = file.sizeBytes;
    this.mtimeNs = file.mtimeNs;
  }

  /** How far it has been taken, for a checkpoint. */
  position(cursor: TailCursor = this.taken): FilePosition {
    const { device, inode, birthtimeNs } = this;
    return {
      identity: { device, inode, birthtimeNs, fingerprint: cursor.head },
      path: this.path,
      compression: this.compression,
      // What has been read but not taken is read again after a restart, so until then it is not complete.
      state: this.state === 'complete' && cursor !== this.cursor ? 'followed' : this.state,
      sizeBytes: this.sizeBytes,
      offsetBytes: cursor.offsetBytes,
      line: cursor.line,
      tail: cursor.tail,
    };
  }
}

/** A source that begins at the start of a file. */
export function sourceAtStart(id: string, path: string, file: FileStat): TailSource {
  return new TailSource({ id, path, file, compression: 'none', cursor: START });
}

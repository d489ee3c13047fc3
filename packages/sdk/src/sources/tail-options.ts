import { type FilePosition } from './file-position.js';
import { type Frame, LINE_BYTES_MAX } from './frame.js';
import { type TailClock } from './tail-clock.js';

/**
 * Lines of one file, read at once.
 *
 * - `sourceId` stands for one text, within this run: a file keeps it when it is renamed, and hands it on to the copy
 *   or the compressed file that takes its place; a file that is truncated and written anew gets another.
 * - `position` is that behind the last line of the piece; the piece before it of the same source ends where it begins.
 * - `isAtEnd`: the file had no more bytes when it was read.
 *
 * `frames` may be empty: then only blank lines were passed over.
 */
export interface TailPiece {
  readonly kind: 'piece';
  readonly sourceId: string;
  readonly path: string;
  readonly frames: readonly Frame[];
  readonly position: FilePosition;
  readonly isAtEnd: boolean;
}

/** What following files yields: a piece, or that there is nothing new, so that the consumer's own timers may run. */
export type TailItem = TailPiece | { readonly kind: 'idle' };

/**
 * What happened to a followed file.
 *
 * - `opened`: a file is read that was not known before, or was known from a checkpoint.
 * - `rotated`: a known file was found under another name.
 * - `copied`: what was read from one file was found in another (copy and truncate, compression), which is read on.
 * - `truncated`: a file is shorter, or another, than what was read of it; it is read from its start.
 * - `gone`: a file is not to be found any more. `lostBytes` is what it held at the last look and nobody read.
 * - `finished`: a compressed file was read to its end, or a file that left the patterns has nothing more.
 * - `warning`: something that somebody has to look into; told once for each file and cause.
 */
export type TailEvent =
  | {
      readonly type: 'opened' | 'rotated' | 'truncated' | 'gone' | 'finished' | 'copied';
      readonly path: string;
      readonly detail: string;
      readonly lostBytes?: number;
    }
  | { readonly type: 'warning'; readonly message: string };

/** One followed text with how far its pieces were taken. */
export interface KnownSource {
  readonly sourceId: string;
  readonly position: FilePosition;
}

/** Options of `tailFiles`. */
export interface TailOptions {
  /** Paths and globs. A path that exists is that file; what does not exist is waited for. */
  readonly patterns: readonly string[];
  /** Globs whose matches are left out. */
  readonly exclude?: readonly string[];
  /** Directory that relative paths and globs start from; default the working directory of the process. */
  readonly cwd?: string;
  /**
   * Where a file without a known position begins, if it is there when the run starts; default `start`. Files that
   * appear later begin at their start, and so does a new file under a name that has a position.
   */
  readonly startAt?: 'start' | 'end';
  /** How far files had been read, from a checkpoint; wins over `startAt`. */
  readonly positions?: readonly FilePosition[];
  /** Pause between two looks at the files that changed lately; default 200 ms. */
  readonly pollIntervalMs?: number;
  /** Pause between two searches for new files, and two looks at files that rest; default 1,000 ms. */
  readonly discoveryIntervalMs?: number;
  /** Files that are open at once; default 512. Beyond, the one that rested longest is closed until it is needed. */
  readonly handlesMax?: number;
  /** Files that are followed at once; default 100,000. More are left alone, and a warning tells so. */
  readonly filesMax?: number;
  /** Size of one read; default 1 MiB. */
  readonly chunkBytes?: number;
  /** Largest line; default 16 MiB. A longer one becomes a `too-large` frame. */
  readonly lineBytesMax?: number;
  /** Lets the system say that files changed, so that a look comes earlier; default true. Looks come without it too. */
  readonly watch?: boolean;
  readonly clock?: TailClock;
  readonly onEvent?: (event: TailEvent) => void;
  /** Ends following quietly. What was not handed out stays unread. */
  readonly signal?: AbortSignal;
}

/** What holds where {@link TailOptions} say nothing; the reasons stand beside the members. */
export const TAIL_DEFAULTS = {
  startAt: 'start' as 'start' | 'end',
  pollIntervalMs: 200,
  discoveryIntervalMs: 1_000,
  handlesMax: 512,
  filesMax: 100_000,
  chunkBytes: 1024 * 1024,
  lineBytesMax: LINE_BYTES_MAX,
};

import { type KnownSource, type TailItem, type TailOptions } from './tail-options.js';

/**
 * Files that are being followed. Iterate it once; leaving the iteration closes all files.
 *
 * A piece counts as taken when the next item is asked for, and {@link positions} moves then. Nothing is read before it
 * is asked for.
 */
export interface FileTail extends AsyncIterable<TailItem> {
  [Symbol.asyncIterator](): AsyncGenerator<TailItem, void, undefined>;
  /** How far every known text has been taken, for a checkpoint; those that are gone too, as long as they are known. */
  positions(): readonly KnownSource[];
}

/** Follows files by name and glob, through rotation, truncation, copies and compression, line by line. */
export function tailFiles(options: TailOptions): FileTail {
  throw new Error(`Not built yet: ${options.patterns.join(' ')}`);
}

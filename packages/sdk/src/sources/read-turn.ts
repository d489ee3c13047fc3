import { type Frame } from './frame.js';

/**
 * What one turn of reading a source came to.
 *
 * - `read`: lines, maybe none; `isAtEnd` when the file had no more. The source's cursor has moved.
 * - `changed`: what stands before the cursor is not what was read; nothing of it is handed out.
 * - `compressed`: the file, empty before, has become a compressed one.
 * - `elsewhere`: the path of the source leads to another file.
 * - `broken`: the compressed data end too early, as they do while they are being written. What could be read is here.
 * - `failed`: the system refused.
 */
export type ReadTurn =
  | { readonly status: 'read'; readonly frames: readonly Frame[]; readonly isAtEnd: boolean }
  | { readonly status: 'broken'; readonly frames: readonly Frame[]; readonly detail: string }
  | { readonly status: 'changed' | 'compressed' | 'elsewhere' }
  | { readonly status: 'failed'; readonly detail: string };

/** Options of a `SourceReader`. */
export interface SourceReaderOptions {
  readonly chunkBytes: number;
  readonly lineBytesMax: number;
}

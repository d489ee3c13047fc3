/**
 * One piece of an input, cut out of its bytes and not parsed yet: what the decoder of a record gets to see.
 *
 * - `text`: one line with more than white space, one element of a JSON array, or one whole JSON document. `line` is
 *   the line (from 1, blank lines count) on which it starts. `isTerminated` is false when the input ended before the
 *   line's newline, or inside the element or document.
 * - `too-large`: a line, element or document over the limit; its bytes were not kept. `offsetBytes` is where it starts
 *   in the (decompressed) input and `sizeBytes` how long it truly is.
 * - `damaged`: the compressed stream broke off or is corrupt; everything that could be read before it came first.
 */
export type Frame =
  | { readonly kind: 'text'; readonly text: string; readonly line: number; readonly isTerminated: boolean }
  | { readonly kind: 'too-large'; readonly line: number; readonly offsetBytes: number; readonly sizeBytes: number }
  | { readonly kind: 'damaged'; readonly line: number; readonly detail: string };

/** Options of a `RecordFramer`. */
export interface FramerOptions {
  /** Largest line, array element or document in bytes; a longer one becomes a `too-large` frame. Default 16 MiB. */
  readonly lineBytesMax?: number;
}

/** Default of {@link FramerOptions.lineBytesMax}: 16 MiB, as long as log shippers commonly allow a line to be. */
export const LINE_BYTES_MAX = 16 * 1024 * 1024;

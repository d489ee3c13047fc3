import { type FileFingerprint } from './file-position.js';
import { EMPTY_FINGERPRINT, FINGERPRINT_BYTES, fingerprintOf } from './fingerprint.js';

/**
 * How far a text has been read, and what it was. Both fingerprints cover handed-out bytes only, all of them up to
 * 1 KiB: what a writer has not finished it may still take back.
 */
export interface TailCursor {
  readonly offsetBytes: number;
  readonly line: number;
  /** The first bytes of the text. */
  readonly head: FileFingerprint;
  /** The last bytes before the offset. */
  readonly tail: FileFingerprint;
}

/** Where the reading of a text begins. */
export const START: TailCursor = { offsetBytes: 0, line: 1, head: EMPTY_FINGERPRINT, tail: EMPTY_FINGERPRINT };

/** Where the bytes begin that {@link moveCursor} needs: those that the tail of the cursor covers, and what follows. */
export function tailStart(cursor: TailCursor): number {
  return cursor.offsetBytes - cursor.tail.lengthBytes;
}

/**
 * The cursor after lines have been handed out.
 *
 * @param bytes - the text from {@link tailStart} of the cursor up to the new offset
 */
export function moveCursor(cursor: TailCursor, bytes: Uint8Array, lines: number): TailCursor {
  const offsetBytes = tailStart(cursor) + bytes.length;
  const isHeadWhole = cursor.head.lengthBytes === FINGERPRINT_BYTES;
  return {
    offsetBytes,
    line: cursor.line + lines,
    // As long as the head is short it is the tail too, and the bytes begin with the text.
    head: isHeadWhole ? cursor.head : fingerprintOf(bytes.subarray(0, FINGERPRINT_BYTES)),
    tail: fingerprintOf(bytes.subarray(Math.max(0, bytes.length - FINGERPRINT_BYTES))),
  };
}

import { isAscii } from 'node:buffer';

/** Up to this many left-over bytes are looked at again for being ASCII; longer ones keep the answer they had. */
const RECHECK_BYTES_MAX = 64 * 1024;

/**
 * The bytes of an input that are not framed yet: a window that moves over it. It copies what it is given, so the
 * reader may use one buffer for every read. Its memory grows to at most about twice what has to be kept at once.
 */
export class ByteWindow {
  /** The bytes in the window; a view that is valid until the next `append` or `dropTo`. */
  bytes: Buffer = Buffer.alloc(0);
  /** Offset in the input of the first byte of the window. */
  base = 0;
  private storage: Buffer = Buffer.alloc(0);
  private isAsciiOnly = true;

  /** Offset in the input after the last byte of the window. */
  get end(): number {
    return this.base + this.bytes.length;
  }

  /** Adds the next bytes of the input. */
  append(chunk: Uint8Array): void {
    const kept = this.bytes.length;
    const needed = kept + chunk.length;
    if (needed > this.storage.length) {
      const grown = Buffer.allocUnsafe(kept === 0 ? needed : Math.max(needed, this.storage.length * 2));
      this.bytes.copy(grown);
      this.storage = grown;
    }
    this.storage.set(chunk, kept);
    this.bytes = this.storage.subarray(0, needed);
    this.isAsciiOnly = (kept === 0 || this.isAsciiOnly) && isAscii(chunk);
  }

  /** Drops everything before an offset of the input; an offset past the end empties the window. */
  dropTo(offset: number): void {
    const count = Math.min(offset - this.base, this.bytes.length);
    if (count <= 0) return;
    const kept = this.bytes.length - count;
    this.storage.copyWithin(0, count, this.bytes.length);
    this.bytes = this.storage.subarray(0, kept);
    this.base += count;
    if (kept <= RECHECK_BYTES_MAX) this.isAsciiOnly = isAscii(this.bytes);
  }

  /**
   * Decodes the bytes between two indexes of {@link bytes} as UTF-8; invalid sequences become U+FFFD.
   * ASCII goes through latin1, which is the same text for half the price.
   */
  decode(from: number, to: number): string {
    return this.bytes.toString(this.isAsciiOnly ? 'latin1' : 'utf8', from, to);
  }
}

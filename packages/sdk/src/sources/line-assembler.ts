import { ByteWindow } from './byte-window.js';
import { FINGERPRINT_BYTES, fingerprintOf, hasFingerprint } from './fingerprint.js';
import { type Frame } from './frame.js';
import { BYTE, findNonBlank } from './json-bytes.js';
import { moveCursor, START, type TailCursor, tailStart } from './tail-cursor.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A line over the limit, of which so much has been read and not kept. */
export interface LongLine {
  readonly toBytes: number;
  readonly isBlank: boolean;
  /** The last bytes before `toBytes`, as many as a fingerprint covers. */
  readonly ending: Buffer;
  /** The first bytes of the text, if the line began within them. */
  readonly beginning: Buffer | undefined;
}

/** Frames that were completed, or `changed`: the text is not the one that the cursor stands in. */
export type Assembled = { readonly status: 'frames'; readonly frames: Frame[] } | { readonly status: 'changed' };

/**
 * Cuts a text into lines from a cursor on, and nothing but lines: an array is one line too. It is given the text from
 * `nextOffset` on, which lies before the cursor by the length of its tail, so that every read proves that it goes on
 * in the same text. It may be used again for another text; then its memory is too.
 */
export class LineAssembler {
  private readonly window = new ByteWindow();
  private current: TailCursor = START;
  private long: LongLine | undefined;
  private isProven = false;

  constructor(private readonly lineBytesMax: number) {}

  /** Behind the last line that was handed out. */
  get cursor(): TailCursor {
    return this.current;
  }

  /** Set while the bytes of a line over the limit pass by. */
  get longLine(): LongLine | undefined {
    return this.long;
  }

  /** Where in the text the next bytes have to come from. */
  get nextOffset(): number {
    return this.window.end;
  }

  /** Begins at a cursor, or in the middle of the long line behind it. */
  begin(cursor: TailCursor, long?: LongLine): void {
    const { window } = this;
    window.dropTo(window.end);
    window.base = long === undefined ? tailStart(cursor) : long.toBytes - long.ending.length;
    if (long !== undefined) window.append(long.ending);
    this.current = cursor;
    this.long = long;
    this.isProven = long !== undefined;
  }

  /** Takes the next bytes, which are copied. */
  push(bytes: Uint8Array): Assembled {
    const { window } = this;
    window.append(bytes);
    if (!this.isProven) {
      if (window.end < this.current.offsetBytes) return { status: 'frames', frames: [] };
      if (!hasFingerprint(window.bytes, this.current.tail)) return { status: 'changed' };
      this.isProven = true;
    }
    const frames: Frame[] = [];
    if (this.long !== undefined) this.passLong(this.long, frames);
    if (this.long === undefined) this.cut(frames);
    return { status: 'frames', frames };
  }

  /** Says that the text is complete: what is left is a line too. False: it is not the text of the cursor. */
  end(): Assembled {
    if (!this.isProven && !hasFingerprint(this.window.bytes, this.current.tail)) return { status: 'changed' };
    this.isProven = true;
    const frames: Frame[] = [];
    const { long, window } = this;
    if (long !== undefined) this.endLong(long, window.bytes.length, frames);
    else if (window.end > this.current.offsetBytes) {
      const from = this.current.offsetBytes - window.base;
      this.emit({ from, to: window.bytes.length, isTerminated: false }, frames);
      this.current = moveCursor(this.current, window.bytes, 1);
    }
    return { status: 'frames', frames };
  }

  /** Hands out the whole lines in the window. */
  private cut(frames: Frame[]): void {
    const { window } = this;
    const { bytes } = window;
    const start = this.current.offsetBytes - window.base;
    let from = start;
    let lines = 0;
    for (let newline = bytes.indexOf(BYTE.newline, from); newline >= 0; newline = bytes.indexOf(BYTE.newline, from)) {
      this.emit({ from, to: newline, isTerminated: true, lines }, frames);
      from = newline + 1;
      lines++;
    }
    if (lines > 0) this.current = moveCursor(this.current, bytes.subarray(0, from), lines);
    // One byte of grace: a carriage return at the end does not count.
    if (bytes.length - from > Math.max(this.lineBytesMax + 1, FINGERPRINT_BYTES)) this.beginLong();
    else window.dropTo(tailStart(this.current));
  }

  /** What one line is, if it is more than white space. A carriage return before the newline is none of it. */
  private emit(
    at: { readonly from: number; readonly to: number; readonly isTerminated: boolean; readonly lines?: number },
    frames: Frame[],
  ): void {
    const { window } = this;
    const { bytes, base } = window;
    const isMarked = base + at.from === 0 && bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    const from = isMarked ? BYTE_ORDER_MARK.length : passZeros(bytes, at.from, at.to);
    const to = at.to > from && bytes[at.to - 1] === BYTE.carriageReturn ? at.to - 1 : at.to;
    // Nearly every line is an object: no need to look for its first byte.
    if (bytes[from] !== BYTE.openBrace && findNonBlank(bytes, from, to) < 0) return;
    const line = this.current.line + (at.lines ?? 0);
    if (to - from > this.lineBytesMax) {
      frames.push({ kind: 'too-large', line, offsetBytes: base + from, sizeBytes: to - from });
    } else {
      frames.push({ kind: 'text', text: window.decode(from, to), line, isTerminated: at.isTerminated });
    }
  }

  private beginLong(): void {
    const { window } = this;
    const { bytes } = window;
    const from = this.current.offsetBytes - window.base;
    const beginning = window.base === 0 ? Buffer.from(bytes.subarray(0, FINGERPRINT_BYTES)) : undefined;
    this.setLong(findNonBlank(bytes, from, bytes.length) < 0, beginning);
  }

  private passLong(long: LongLine, frames: Frame[]): void {
    const { window } = this;
    const from = long.ending.length;
    const newline = window.bytes.indexOf(BYTE.newline, from);
    if (newline >= 0) this.endLong(long, newline, frames);
    else this.setLong(long.isBlank && findNonBlank(window.bytes, from, window.bytes.length) < 0, long.beginning);
  }

  private setLong(isBlank: boolean, beginning: Buffer | undefined): void {
    const { window } = this;
    window.dropTo(window.end - FINGERPRINT_BYTES);
    this.long = { toBytes: window.end, isBlank, ending: Buffer.from(window.bytes), beginning };
  }

  /** The long line ends at an index of the window, that of its newline or the end of the text. */
  private endLong(long: LongLine, to: number, frames: Frame[]): void {
    const { window, current } = this;
    const { bytes, base } = window;
    const isBlank = long.isBlank && findNonBlank(bytes, long.ending.length, to) < 0;
    const isReturn = to > 0 && bytes[to - 1] === BYTE.carriageReturn;
    const sizeBytes = base + to - current.offsetBytes - (isReturn ? 1 : 0);
    if (!isBlank) frames.push({ kind: 'too-large', line: current.line, offsetBytes: current.offsetBytes, sizeBytes });
    const end = Math.min(to + 1, bytes.length);
    this.current = {
      offsetBytes: base + end,
      line: current.line + 1,
      head: long.beginning === undefined ? current.head : fingerprintOf(long.beginning),
      tail: fingerprintOf(bytes.subarray(Math.max(0, end - FINGERPRINT_BYTES), end)),
    };
    this.long = undefined;
    window.dropTo(tailStart(this.current));
  }
}

/**
 * Passes over zero bytes before a line. They stand there when a file was truncated beneath a writer that goes on
 * where it was, and no JSON begins with them.
 */
function passZeros(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  while (start < to && bytes[start] === 0) start++;
  return start;
}

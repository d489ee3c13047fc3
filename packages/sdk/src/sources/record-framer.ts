import { ArrayReader } from './array-reader.js';
import { ByteWindow } from './byte-window.js';
import { type Frame, type FramerOptions, LINE_BYTES_MAX } from './frame.js';
import { type FrameCursor, type FramingMode, type FramingStep } from './frame-cursor.js';
import { BYTE, isBlank } from './json-bytes.js';
import { LineReader } from './line-reader.js';
import { ValueReader } from './value-reader.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Cuts the bytes of one input into {@link Frame}s. It is fed with chunks that may be cut anywhere, even inside a
 * character; the same bytes give the same frames however they are cut.
 *
 * - **Lines.** Split at `\n`, one `\r` before it dropped, a byte order mark at the start of the input dropped, blank
 *   lines only counted. UTF-8 is decoded per line, invalid sequences become U+FFFD.
 * - **Arrays.** A line that begins with `[` opens a JSON array (unless it is text such as `[INFO] ready`). Each element
 *   is a frame as soon as it is complete, whether the array is pretty-printed or one line of gigabytes. Behind the
 *   closing bracket come lines again.
 * - **Documents.** A line that begins with `{`, does not end with `}` and leaves a brace open outside a string begins a
 *   document, one frame, unless the first byte of the next line is one that JSON does not allow there. The look-ahead
 *   is that byte: the line that a torn record is followed by begins with `{`, which is legal almost nowhere.
 * - **In step again.** A value that runs a string over a newline, or has a line that JSON does not allow, is broken. It
 *   ends at the next line that is indented no deeper than its own first line and looks like a record (or behind a `}`
 *   that begins such a line), and reading goes on there; see `ValueScanner`.
 *
 * Memory: what is kept is one unfinished line, element or document of at most `lineBytesMax` bytes, and the last chunk.
 */
export class RecordFramer {
  private readonly values = new ValueReader();
  private readonly arrays = new ArrayReader(this.values);
  private readonly lines = new LineReader(this.values);
  private readonly cursor: FrameCursor;
  private mode: FramingMode = 'line';
  private isStarted = false;

  constructor(options: FramerOptions = {}) {
    const lineBytesMax = options.lineBytesMax ?? LINE_BYTES_MAX;
    this.cursor = {
      window: new ByteWindow(),
      lineBytesMax,
      at: 0,
      line: 1,
      indent: 0,
      isIndenting: false,
      frames: [],
      isEnd: false,
    };
  }

  /** The line, from 1, that holds the first byte that is not framed yet. */
  get line(): number {
    return this.cursor.line;
  }

  /** Takes the next bytes, which are copied if need be, and returns the frames that they complete. */
  push(chunk: Uint8Array): readonly Frame[] {
    this.cursor.window.append(chunk);
    return this.run();
  }

  /** Says that the input has ended, and returns the frames of what was left. To be called once, as the last call. */
  end(): readonly Frame[] {
    this.cursor.isEnd = true;
    return this.run();
  }

  private run(): readonly Frame[] {
    const { cursor } = this;
    cursor.frames = [];
    if (!this.isStarted && !this.skipByteOrderMark()) return cursor.frames;
    for (let step: FramingStep = this.mode; step !== 'more'; step = this.step()) this.mode = step;
    cursor.window.dropTo(cursor.at);
    return cursor.frames;
  }

  private step(): FramingStep {
    switch (this.mode) {
      case 'line':
        return this.lines.read(this.cursor);
      case 'array':
        return this.arrays.read(this.cursor);
      case 'value':
        return this.values.read(this.cursor);
      case 'rest':
        return this.readRest();
    }
  }

  /** False: too few bytes have been read to tell whether the input begins with a byte order mark. */
  private skipByteOrderMark(): boolean {
    const { bytes } = this.cursor.window;
    const length = Math.min(bytes.length, BYTE_ORDER_MARK.length);
    const isMark = BYTE_ORDER_MARK.subarray(0, length).equals(bytes.subarray(0, length));
    if (isMark && length < BYTE_ORDER_MARK.length && !this.cursor.isEnd) return false;
    this.isStarted = true;
    if (isMark && length === BYTE_ORDER_MARK.length) this.cursor.at = length;
    return true;
  }

  /** Passes over white space and commas behind an array or a document; what else stands there begins a line. */
  private readRest(): FramingStep {
    const { cursor } = this;
    const { bytes, base } = cursor.window;
    for (let index = cursor.at - base; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      if (byte === BYTE.newline) cursor.line++;
      if (byte !== BYTE.newline && (byte === BYTE.comma || isBlank(byte))) continue;
      cursor.at = base + index + (byte === BYTE.newline ? 1 : 0);
      return 'line';
    }
    cursor.at = cursor.window.end;
    return 'more';
  }
}

import { judgeArrayStart } from './array-start.js';
import { type FrameCursor, type FramingStep } from './frame-cursor.js';
import { BYTE, findNonBlank, trimmedEnd } from './json-bytes.js';
import { type ValueReader } from './value-reader.js';

/** A line over the limit while its bytes pass by: where it began, and what they were so far. */
interface OverlongLine {
  readonly offset: number;
  lastByte: number;
  isBlank: boolean;
}

/** Reads lines; hands over where a line begins an array or a document. */
export class LineReader {
  private overlong: OverlongLine | undefined;
  private searchedTo = 0;

  constructor(private readonly values: ValueReader) {}

  /** Reads lines up to the end of the window, or to a line that begins an array or a document. */
  read(cursor: FrameCursor): FramingStep {
    const { bytes, base } = cursor.window;
    let newline = bytes.indexOf(BYTE.newline, Math.max(cursor.at, this.searchedTo) - base);
    while (newline >= 0) {
      const step = this.readLine(cursor, cursor.at - base, newline);
      if (step !== 'line') return step;
      newline = bytes.indexOf(BYTE.newline, newline + 1);
    }
    this.searchedTo = cursor.window.end;
    return cursor.isEnd ? this.readLastLine(cursor) : this.readUnfinished(cursor);
  }

  /** Reads the line between two indexes of the window; the second is that of its newline. */
  private readLine(cursor: FrameCursor, from: number, newline: number): FramingStep {
    const { bytes, base } = cursor.window;
    // Nearly every line of nearly every file is an object that begins in its first column and ends with its line.
    const isObject = bytes[from] === BYTE.openBrace && bytes[newline - 1] === BYTE.closeBrace;
    if (!isObject && this.overlong === undefined) {
      const first = findNonBlank(bytes, from, newline);
      if (first >= 0 && this.opensValue(cursor, { from, first, newline })) {
        return bytes[first] === BYTE.openBracket ? 'array' : 'value';
      }
    }
    this.emit(cursor, from, newline, true);
    cursor.at = base + newline + 1;
    cursor.line++;
    return 'line';
  }

  /** Answers whether a whole line begins an array or a document, which is then begun. */
  private opensValue(cursor: FrameCursor, at: { from: number; first: number; newline: number }): boolean {
    const { bytes, base } = cursor.window;
    const { from, first, newline } = at;
    const indent = first - from;
    if (bytes[first] === BYTE.openBracket) {
      if (indent > cursor.lineBytesMax || judgeArrayStart(bytes, first, newline) !== 'array') return false;
      this.beginArray(cursor, first, indent);
      return true;
    }
    // A line that ends with a closing brace is taken for whole without counting its braces.
    if (bytes[first] !== BYTE.openBrace || newline - from > cursor.lineBytesMax) return false;
    if (bytes[trimmedEnd(bytes, first, newline) - 1] === BYTE.closeBrace) return false;
    if (!this.values.beginDocument(cursor, { kind: 'document', offset: base + first, indent }, newline)) return false;
    cursor.at = base + first;
    return true;
  }

  private beginArray(cursor: FrameCursor, bracket: number, indent: number): void {
    cursor.at = cursor.window.base + bracket + 1;
    cursor.indent = indent;
    cursor.isIndenting = false;
  }

  /** Looks at a line whose newline has not been read: it may be an array already, or too large to be kept. */
  private readUnfinished(cursor: FrameCursor): FramingStep {
    const { bytes, base } = cursor.window;
    const from = cursor.at - base;
    if (this.overlong === undefined) {
      const first = findNonBlank(bytes, from, bytes.length);
      if (first >= 0 && bytes[first] === BYTE.openBracket && first - from <= cursor.lineBytesMax) {
        if (judgeArrayStart(bytes, first, undefined) !== 'array') return 'more';
        this.beginArray(cursor, first, first - from);
        return 'array';
      }
      // One byte of grace: a carriage return at the end does not count.
      if (bytes.length - from <= cursor.lineBytesMax + 1) return 'more';
      this.overlong = { offset: cursor.at, lastByte: 0, isBlank: true };
    }
    this.passOverlong(this.overlong, bytes, from, bytes.length);
    cursor.at = cursor.window.end;
    return 'more';
  }

  private passOverlong(line: OverlongLine, bytes: Uint8Array, from: number, to: number): void {
    if (to === from) return;
    line.lastByte = bytes[to - 1] as number;
    line.isBlank &&= findNonBlank(bytes, from, to) < 0;
  }

  private readLastLine(cursor: FrameCursor): FramingStep {
    const { bytes, base } = cursor.window;
    const from = cursor.at - base;
    const first = this.overlong === undefined ? findNonBlank(bytes, from, bytes.length) : -1;
    if (first >= 0 && bytes[first] === BYTE.openBracket && first - from <= cursor.lineBytesMax) {
      if (judgeArrayStart(bytes, first, bytes.length) === 'array') {
        this.beginArray(cursor, first, first - from);
        return 'array';
      }
    }
    this.emit(cursor, from, bytes.length, false);
    cursor.at = cursor.window.end;
    return 'more';
  }

  /** Yields the line up to index `to` as a frame, unless it is blank. */
  private emit(cursor: FrameCursor, from: number, to: number, isTerminated: boolean): void {
    const { window, line } = cursor;
    const { bytes, base } = window;
    const overlong = this.overlong ?? { offset: base + from, lastByte: 0, isBlank: true };
    this.overlong = undefined;
    const lastByte = to > from ? (bytes[to - 1] as number) : overlong.lastByte;
    const sizeBytes = base + to - overlong.offset - (lastByte === BYTE.carriageReturn ? 1 : 0);
    if (overlong.isBlank && findNonBlank(bytes, from, to) < 0) return;
    if (sizeBytes > cursor.lineBytesMax) {
      cursor.frames.push({ kind: 'too-large', line, offsetBytes: overlong.offset, sizeBytes });
    } else {
      cursor.frames.push({ kind: 'text', text: window.decode(from, from + sizeBytes), line, isTerminated });
    }
  }
}

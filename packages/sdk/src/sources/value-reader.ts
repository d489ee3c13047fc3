import { type FrameCursor, type FramingStep } from './frame-cursor.js';
import { BYTE, trimmedEnd } from './json-bytes.js';
import { type LineStart, type ScannedKind, ValueScanner } from './value-scanner.js';

/**
 * How often bytes may be read again because the value that seemed to contain them turned out to be broken. Each time
 * costs one more pass over at most `lineBytesMax` bytes; without a limit, a hostile file of lines such as `{"a":[`
 * would cost the square of it. Past the limit a broken value takes its lines with it as one broken text.
 */
const REREADS_MAX = 8;

/** What a value is, where it begins (offset in the input), and how deep its first line is indented. */
export interface ValueStart {
  readonly kind: ScannedKind | 'token';
  readonly offset: number;
  readonly indent: number;
}

/** Reads one value that may span lines and chunks: an array element, a bare token between commas, or a document. */
export class ValueReader {
  private readonly scanner = new ValueScanner();
  private value: ValueStart = { kind: 'document', offset: 0, indent: 0 };
  private scannedTo = 0;
  private rereads = 0;
  private rereadUntil = 0;

  /** Starts a value at its first byte. */
  begin(value: ValueStart): void {
    this.value = value;
    this.scannedTo = value.offset;
    if (value.kind !== 'token') this.scanner.begin(value.kind, value.indent);
  }

  /**
   * Starts a document whose first line ends at index `lineEnd`, if the line leaves a brace open outside a string.
   * False: the line stands for itself.
   */
  beginDocument(cursor: FrameCursor, value: ValueStart, lineEnd: number): boolean {
    if (value.offset < this.rereadUntil && this.rereads >= REREADS_MAX) return false;
    this.begin(value);
    const outcome = this.scanner.scan(cursor.window, value.offset - cursor.window.base, lineEnd);
    this.scannedTo = cursor.window.base + lineEnd;
    return outcome === 'more' && !this.scanner.isInString;
  }

  /** Reads on in the value; moves the cursor behind it when it has ended. */
  read(cursor: FrameCursor): FramingStep {
    return this.value.kind === 'token' ? this.readToken(cursor) : this.readScanned(cursor);
  }

  private readToken(cursor: FrameCursor): FramingStep {
    const { window } = cursor;
    const end = findTokenEnd(window.bytes, this.scannedTo - window.base);
    if (end < 0) return this.wait(cursor);
    this.finish(cursor, { offset: window.base + end, newlines: 0 }, true);
    return 'array';
  }

  private readScanned(cursor: FrameCursor): FramingStep {
    const { window } = cursor;
    const { scanner } = this;
    const outcome = scanner.scan(window, this.scannedTo - window.base);
    this.scannedTo = window.base + scanner.position;
    if (outcome === 'more') return this.wait(cursor);
    if (outcome === 'broken') return this.cut(cursor, scanner.lineStart, true);
    this.finish(cursor, { offset: this.scannedTo, newlines: scanner.newlines }, true);
    return this.value.kind === 'document' ? 'rest' : 'array';
  }

  /** The window is used up: waits for more, without keeping what is too large already, or ends with the input. */
  private wait(cursor: FrameCursor): FramingStep {
    const { window } = cursor;
    this.scannedTo = window.end;
    if (cursor.isEnd) return this.endWithInput(cursor);
    if (this.isTooLarge(cursor, window.end)) cursor.at = window.end;
    return 'more';
  }

  private endWithInput(cursor: FrameCursor): FramingStep {
    const { scanner, value } = this;
    const newlines = value.kind === 'token' ? 0 : scanner.newlines;
    const end = { offset: cursor.window.end, newlines };
    // A legal beginning of an element is an element that was cut off. A legal beginning of a document may as well be
    // a torn line with good lines after it.
    if (value.kind === 'document' || (value.kind === 'element' && scanner.isBroken))
      return this.cut(cursor, end, false);
    this.finish(cursor, end, false);
    return 'more';
  }

  /**
   * Ends a value that cannot be whole: before the first line that could be a record of its own, else at `end`.
   * What comes behind the cut is read again.
   */
  private cut(cursor: FrameCursor, end: LineStart, isTerminated: boolean): FramingStep {
    const { value, scanner } = this;
    const isAgain = value.offset < this.rereadUntil;
    const isTooLarge = this.isTooLarge(cursor, this.scannedTo);
    const canReread = !isTooLarge && (!isAgain || this.rereads < REREADS_MAX);
    const cut = (canReread ? scanner.restart : undefined) ?? end;
    this.rereads = isAgain ? this.rereads + 1 : 1;
    this.rereadUntil = Math.max(this.rereadUntil, this.scannedTo);
    if (isTooLarge) {
      // Its bytes are gone, maybe those at the start of the last line too, which are white space.
      this.finish(cursor, { offset: this.scannedTo, newlines: scanner.newlines }, true);
    } else {
      this.finish(cursor, cut, isTerminated || cut !== end || this.isOneWholeLine(cursor));
      cursor.indent = 0;
      cursor.isIndenting = true;
    }
    return value.kind === 'document' ? 'line' : 'array';
  }

  /** Answers whether the value is one line with its newline, which the end of the input did not cut. */
  private isOneWholeLine(cursor: FrameCursor): boolean {
    const { bytes, base } = cursor.window;
    const newline = bytes.indexOf(BYTE.newline, this.value.offset - base);
    return newline >= 0 && trimmedEnd(bytes, newline, bytes.length) === newline;
  }

  /** Yields what was read as a frame and moves the cursor behind it. */
  private finish(cursor: FrameCursor, end: LineStart, isTerminated: boolean): void {
    const { window, line } = cursor;
    const start = this.value.offset;
    if (this.isTooLarge(cursor, end.offset)) {
      cursor.frames.push({ kind: 'too-large', line, offsetBytes: start, sizeBytes: end.offset - start });
    } else {
      const from = start - window.base;
      const text = window.decode(from, trimmedEnd(window.bytes, from, end.offset - window.base));
      cursor.frames.push({ kind: 'text', text, line, isTerminated });
    }
    cursor.at = end.offset;
    cursor.line += end.newlines;
    if (end.newlines > 0) cursor.indent = this.scanner.lineIndent;
  }

  private isTooLarge(cursor: FrameCursor, end: number): boolean {
    return end - this.value.offset > cursor.lineBytesMax;
  }
}

/** The index of the byte that ends a bare token (a comma, a newline, a bracket, or what begins a value), or -1. */
function findTokenEnd(bytes: Uint8Array, from: number): number {
  for (let index = from; index < bytes.length; index++) {
    if (TOKEN_ENDS.has(bytes[index] as number)) return index;
  }
  return -1;
}

const TOKEN_ENDS: ReadonlySet<number> = new Set([
  BYTE.comma,
  BYTE.newline,
  BYTE.quote,
  BYTE.openBrace,
  BYTE.openBracket,
  BYTE.closeBracket,
]);

import { type ByteWindow } from './byte-window.js';
import { BYTE, canFollow, isBlank, trimmedEnd } from './json-bytes.js';

/** What is scanned: a whole document in a file of lines, or an element of an array. */
export type ScannedKind = 'document' | 'element';

/** How a scan ended: at the end of the value, at a line that cannot belong to it, or for want of bytes. */
export type ScanOutcome = 'complete' | 'broken' | 'more';

/** A line start inside a value: its offset in the input, and how many newlines of the value come before it. */
export interface LineStart {
  readonly offset: number;
  readonly newlines: number;
}

/** Levels whose kind (object or array) is remembered: 64 KiB of memory. Deeper ones are counted only. */
const TRACKED_LEVELS_MAX = 64 * 1024;

/** What a byte outside strings does to the scan; one look-up per byte instead of six comparisons. */
const ROLE = { none: 0, stop: 1, open: 2, close: 3 } as const;
const ROLES = new Uint8Array(256);
ROLES[BYTE.newline] = ROLE.stop;
ROLES[BYTE.quote] = ROLE.stop;
ROLES[BYTE.openBrace] = ROLE.open;
ROLES[BYTE.openBracket] = ROLE.open;
ROLES[BYTE.closeBrace] = ROLE.close;
ROLES[BYTE.closeBracket] = ROLE.close;

/**
 * Finds the end of one JSON value, byte by byte and over any number of calls, by counting braces outside strings.
 *
 * It does not validate: that is the parser's business. It looks at one more thing, because it decides how much of an
 * input one broken record can take with it: the first byte of every line inside the value. Where JSON does not allow
 * that byte there, or a string runs over a newline, the value is broken, and it ends at the next line that begins no
 * deeper than the value itself did: behind a `}`, or before what looks like the next record.
 */
export class ValueScanner {
  /** Newlines met since the value began. */
  newlines = 0;
  /** Index in the window up to which it has been scanned. */
  position = 0;
  /** The first line that might have been a record of its own, had the value not been legal so far. */
  restart: LineStart | undefined;
  /** White space met at the start of the last line. */
  lineIndent = 0;
  /** True as soon as the value cannot be valid JSON any more. */
  isBroken = false;
  /** True while the scan is inside a string. */
  isInString = false;
  private kind: ScannedKind = 'document';
  private indent = 0;
  private lineStartOffset = 0;
  private depth = 0;
  private previous = 0;
  private isEscaped = false;
  private isAtLineStart = false;
  private isContinued = false;
  private isComplete = false;
  private readonly containers = new Uint8Array(TRACKED_LEVELS_MAX);

  /** The last line start met; after the outcome `broken`, that of the line that does not belong to the value. */
  get lineStart(): LineStart {
    return { offset: this.lineStartOffset, newlines: this.newlines };
  }

  /** Starts a new value. `indent` counts the white space before the first byte of the line on which it begins. */
  begin(kind: ScannedKind, indent: number): void {
    this.kind = kind;
    this.indent = indent;
    this.newlines = 0;
    this.depth = 0;
    this.previous = 0;
    this.restart = undefined;
    this.isBroken = false;
    this.isInString = false;
    this.isEscaped = false;
    this.isAtLineStart = false;
    this.isContinued = false;
    this.isComplete = false;
  }

  /** Scans the bytes of the window between two indexes; the first call of a value begins at its first byte. */
  scan(window: ByteWindow, from: number, to = window.bytes.length): ScanOutcome {
    const { bytes, base } = window;
    this.position = from;
    while (this.position < to) {
      if (this.isAtLineStart && !this.readIndent(bytes, to)) return this.position < to ? 'broken' : 'more';
      if (!this.isClosed()) {
        if (this.isInString) this.scanString(bytes, to, base);
        else this.scanStructure(bytes, to, base);
      }
      if (this.isClosed()) return 'complete';
    }
    return 'more';
  }

  private isClosed(): boolean {
    return this.isComplete;
  }

  /** Reads white space up to the first byte of a line and judges that. False: bytes are missing, or it is broken. */
  private readIndent(bytes: Uint8Array, to: number): boolean {
    let at = this.position;
    let byte: number = BYTE.space;
    while (at < to) {
      byte = bytes[at] as number;
      if (byte === BYTE.newline || !isBlank(byte)) break;
      at++;
    }
    this.lineIndent += at - this.position;
    this.position = at;
    return at < to && (byte === BYTE.newline || this.judgeLine(byte));
  }

  /** Decides by the first byte of a line whether the line belongs to the value. */
  private judgeLine(byte: number): boolean {
    const isSecondLine = !this.isContinued;
    this.isContinued = true;
    const container = this.depth > TRACKED_LEVELS_MAX ? 0 : (this.containers[this.depth - 1] ?? 0);
    if (this.isInString || !canFollow(this.previous, byte, container)) {
      // One odd line inside a document may be a slip of its writer. A document that is odd from its second line on
      // never was one: it is a torn line of a file of lines.
      if (this.kind === 'document' && isSecondLine) return false;
      this.isBroken = true;
    }
    const isFlush = this.lineIndent <= this.indent;
    const isRestart = isFlush && this.looksLikeRecord(byte);
    if (this.isBroken && isFlush) {
      if (isRestart || byte === BYTE.closeBracket) return false;
      if (byte === BYTE.closeBrace) this.completeAt(this.position + 1);
    } else if (isRestart) {
      this.restart ??= this.lineStart;
    }
    this.isAtLineStart = false;
    return true;
  }

  private looksLikeRecord(byte: number): boolean {
    if (this.kind === 'element') return byte === BYTE.openBrace || byte === BYTE.openBracket;
    // Between the lines of a log anything may stand; only these go on with what came before.
    return byte !== BYTE.closeBrace && byte !== BYTE.closeBracket && byte !== BYTE.comma && byte !== BYTE.colon;
  }

  private scanString(bytes: Uint8Array, to: number, base: number): void {
    // Local copies: this loop and the next see every byte, and an imported constant is a load each time.
    const { newline, quote, backslash } = BYTE;
    let at = this.position;
    let isEscaped = this.isEscaped;
    let byte: number = backslash;
    for (; at < to; at++) {
      byte = bytes[at] as number;
      if (byte === newline || (byte === quote && !isEscaped)) break;
      isEscaped = byte === backslash && !isEscaped;
    }
    this.position = at;
    this.isEscaped = at === to && isEscaped;
    if (at === to) return;
    if (byte === quote) this.endString();
    else {
      this.isBroken = true;
      this.startLine(base);
    }
  }

  private endString(): void {
    this.isInString = false;
    this.previous = BYTE.quote;
    this.position++;
    if (this.depth === 0) this.isComplete = true;
  }

  /** Scans up to the next string, the next line, or the end of the value, whichever comes first. */
  private scanStructure(bytes: Uint8Array, to: number, base: number): void {
    const { none, stop, open } = ROLE;
    const from = this.position;
    let depth = this.depth;
    let at = from;
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      const role = ROLES[byte];
      if (role === none) continue;
      if (role === stop) break;
      if (role === open) {
        if (depth < TRACKED_LEVELS_MAX) this.containers[depth] = byte;
        depth++;
      } else if (--depth <= 0) break;
    }
    this.depth = depth;
    this.position = at;
    const last = at < to ? (bytes[at] as number) : BYTE.newline;
    // Wanted at the next line start only; a string that comes before it overwrites it.
    if (last === BYTE.newline) this.notePrevious(bytes, from, at);
    if (at < to) this.leaveStructure(last, base);
  }

  private notePrevious(bytes: Uint8Array, from: number, to: number): void {
    const end = trimmedEnd(bytes, from, to);
    if (end > from) this.previous = bytes[end - 1] as number;
  }

  private leaveStructure(byte: number, base: number): void {
    if (byte === BYTE.newline) {
      this.startLine(base);
    } else if (byte === BYTE.quote) {
      this.isInString = true;
      this.position++;
    } else {
      this.completeAt(this.position + 1);
    }
  }

  /** Passes over the newline at the position. */
  private startLine(base: number): void {
    this.newlines++;
    this.position++;
    this.isAtLineStart = true;
    this.lineIndent = 0;
    this.lineStartOffset = base + this.position;
  }

  private completeAt(position: number): void {
    this.position = position;
    this.isComplete = true;
  }
}

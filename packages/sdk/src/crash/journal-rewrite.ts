import type { Declarations } from './declarations.js';
import type { JournalFile } from './journal-file.js';
import type { OpenSpan, OpenSpans } from './open-spans.js';
import { startLine } from './span-lines.js';

/** Spans that are written in one turn: about two milliseconds. */
const SPANS_PER_STEP = 500;

/** The line that says: every span here that has no end was open at this time. */
export function aliveLine(nowMs: number): string {
  return `{"alive":"${Math.trunc(nowMs)}000000"}\n`;
}

/**
 * Writes the open spans into a new file, some in each turn, while the old one is still appended to and stays the valid
 * one until the last. What is appended meanwhile goes into both.
 */
export class JournalRewrite {
  private readonly entries: IterableIterator<OpenSpan>;
  private readonly boundary: number;
  private tail = '';

  /** @param file - the new file, with nothing but its header */
  constructor(
    private readonly file: JournalFile,
    private readonly parts: { readonly spans: OpenSpans; readonly declarations: Declarations },
  ) {
    file.append(parts.declarations.text);
    this.entries = parts.spans.entries();
    this.boundary = parts.spans.upcomingNumber;
  }

  /** Takes a text that has just been appended to the old file. */
  note(text: string): void {
    this.tail += text;
  }

  /** Writes some more; true when nothing is left to write. */
  step(): boolean {
    let text = '';
    let isDone = true;
    for (let count = 0; ; count += 1) {
      if (count >= SPANS_PER_STEP) {
        isDone = false;
        break;
      }
      const next = this.entries.next();
      // Spans that started later are in the tail.
      if (next.done === true || next.value.number >= this.boundary) break;
      text += this.lineOf(next.value);
    }
    // The tail first: an update in it is older than the copy of its span, and a declaration is used by it.
    this.file.append(this.tail + text);
    this.tail = '';
    return isDone;
  }

  /** Puts the new file in the place of the old one, which is closed. */
  finish(old: JournalFile, nowMs: number): JournalFile {
    // The records of descendants that have ended are gone; that their ancestors outlived them is told by this line.
    this.file.append(this.tail + aliveLine(nowMs));
    return this.file.replace(old);
  }

  /** Leaves the old file as it is. */
  abandon(): void {
    this.file.remove();
  }

  private lineOf(entry: OpenSpan): string {
    const { declarations, spans } = this.parts;
    const { span, number, isAnchored } = entry;
    const resource = declarations.resourceNumber(span.resource);
    const scope = declarations.scopeNumber(span.instrumentationScope);
    const line = startLine(span, { number, resource, scope, isAnchored });
    spans.grow(entry, line.length - entry.sizeBytes);
    return line;
  }
}

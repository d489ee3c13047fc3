import { crc32 } from 'node:zlib';
import { SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { Declarations } from './declarations.js';
import { codeOf } from './file-identity.js';
import { JournalFile } from './journal-file.js';
import { aliveLine, JournalRewrite } from './journal-rewrite.js';
import type {
  JournalEntryOptions,
  JournalLedger,
  LiveSpan,
  OpenSpanJournal,
  SpanIdentity,
} from './open-span-journal.js';
import { type OpenSpan, OpenSpans } from './open-spans.js';
import { PlainStartLine } from './plain-start-line.js';
import {
  eventCountOf,
  type LinePlace,
  LINE_BYTES_MAX,
  startLine,
  stateText,
  unixNanoText,
  updateLine,
} from './span-lines.js';
import { StatusWatch } from './status-watch.js';

/** When a journal looks at its spans and rewrites its file; for tests. */
export interface JournalSchedule {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls `run` again and again; answers how to end that. Must not keep the process alive. */
  readonly every: (run: () => void, intervalMs: number) => () => void;
  /** Calls `run` in a later turn. Must not keep the process alive. */
  readonly soon: (run: () => void) => void;
}

/** Options of a {@link FileJournal}. */
export interface FileJournalOptions {
  readonly path: string;
  readonly openSpansMax?: number;
  readonly rewriteBytesMin?: number;
  readonly warn: (message: string) => void;
  readonly schedule: JournalSchedule;
}

const OPEN_SPANS_MAX_DEFAULT = 100_000;

/** A file of this size is rewritten within a few milliseconds, and read at the next start within some tens. */
const REWRITE_BYTES_MIN_DEFAULT = 4 * 1024 * 1024;

/** The file is rewritten when three quarters of it are about spans that have ended. */
const REWRITE_FACTOR = 4;

/** A file that cannot be rewritten must end somewhere; further starts are counted and not written. */
const FILE_BYTES_MAX = 512 * 1024 * 1024;

/** How often long-lived spans are looked at, and the last time is written at which they were open. */
const TICK_MS = 1_000;

/** Spans that are looked at in one tick, in turn: about three milliseconds. */
const LOOKS_MAX = 500;

/**
 * Ended spans whose final has not left: each holds its span in memory, and in an outage without a spool they may never
 * leave. Beyond it the file is told that the oldest have ended, so that these are lost when the process is killed then.
 */
const ENDED_SPANS_MAX = 16_384;

/** How many then, in one write. */
const ENDS_WRITTEN_AT_LIMIT = 1_000;

/** A journal in a file. */
export class FileJournal implements OpenSpanJournal {
  private readonly spans = new OpenSpans();
  private readonly lineBuffer = Buffer.allocUnsafeSlow(LINE_BYTES_MAX);
  private readonly plainLine = new PlainStartLine(this.lineBuffer);
  private readonly watch = new StatusWatch((span) => {
    this.noteChange(span);
  });
  private readonly declarations = new Declarations((line) => {
    this.write(line);
  });
  private file: JournalFile | undefined;
  private rewrite: JournalRewrite | undefined;
  private rewriteFromBytes: number;
  private looks: IterableIterator<OpenSpan> | undefined;
  private numberAtTick = 0;
  private overLimit = 0;
  private unwritten = 0;
  /** The disk refused a start: the next one is tried after the next tick. */
  private isResting = false;
  private isClosed = false;
  private readonly told = new Set<string>();
  private readonly endTicks: () => void;

  constructor(
    file: JournalFile,
    private readonly options: FileJournalOptions,
  ) {
    this.file = file;
    this.rewriteFromBytes = options.rewriteBytesMin ?? REWRITE_BYTES_MIN_DEFAULT;
    this.endTicks = options.schedule.every(() => {
      this.tick();
    }, TICK_MS);
  }

  get path(): string {
    return this.file?.path ?? this.options.path;
  }

  started(span: LiveSpan, options?: JournalEntryOptions): void {
    if (this.isClosed || (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    const { openSpansMax = OPEN_SPANS_MAX_DEFAULT } = this.options;
    if (this.spans.size - this.spans.endedCount >= openSpansMax || (this.file?.sizeBytes ?? 0) > FILE_BYTES_MAX) {
      this.overLimit += 1;
      this.tell('limit', `more than ${openSpansMax} spans are open; further ones are not in the crash file.`);
      return;
    }
    if (this.file === undefined || this.isResting) {
      this.unwritten += 1;
      return;
    }
    try {
      this.writeStart(span, options?.isAnchored === true);
    } catch (error) {
      this.unwritten += 1;
      this.isResting = true;
      this.tell('start', `the crash file cannot be written (${codeOf(error)}); spans are missing in it.`);
    }
  }

  ended(span: SpanIdentity): void {
    if (this.isClosed || this.spans.noteEnd(span) === undefined) return;
    if (this.spans.endedCount > ENDED_SPANS_MAX)
      this.writeEnds([...this.spans.endedAmong(undefined)].slice(0, ENDS_WRITTEN_AT_LIMIT));
  }

  sync(leaving?: Iterable<SpanIdentity>): void {
    if (!this.isClosed) this.writeEnds([...this.spans.endedAmong(leaving)]);
  }

  close(): void {
    if (this.isClosed) return;
    this.sync();
    this.isClosed = true;
    this.endTicks();
    this.abandonRewrite();
    try {
      if (this.spans.size === 0) this.file?.remove();
      else this.file?.close();
    } catch (error) {
      this.tell('close', `the crash file could not be removed (${codeOf(error)}).`);
    }
    this.file = undefined;
  }

  ledger(): JournalLedger {
    const { overLimit, unwritten } = this;
    return { open: this.spans.size, overLimit, unwritten, sizeBytes: this.file?.sizeBytes ?? 0 };
  }

  private writeStart(span: LiveSpan, isAnchored: boolean): void {
    const entry = this.spans.create(span, isAnchored);
    if (entry === undefined) return;
    const resource = this.declarations.resourceNumber(span.resource);
    const scope = this.declarations.scopeNumber(span.instrumentationScope);
    const place = { number: entry.number, resource, scope, isAnchored };
    this.spans.add(entry, this.writeStartLine(span, place));
    this.watch.watch(span);
  }

  private writeStartLine(span: LiveSpan, place: LinePlace): number {
    const { file } = this;
    const sizeBytes = this.plainLine.write(span, place);
    if (file === undefined || sizeBytes === 0) {
      const line = startLine(span, place);
      this.write(line);
      return line.length;
    }
    this.rewrite?.note(this.lineBuffer.toString('latin1', 0, sizeBytes));
    file.appendBytes(this.lineBuffer, sizeBytes);
    this.rewriteIfLarge(file);
    return sizeBytes;
  }

  private writeEnds(entries: readonly OpenSpan[]): void {
    if (entries.length === 0) return;
    // Before they are written: the size of what is open decides whether the file is rewritten.
    for (const entry of entries) this.spans.remove(entry);
    try {
      this.write(entries.map((entry) => this.endLine(entry)).join(''));
    } catch (error) {
      this.distrust(error);
    }
  }

  private endLine({ number, span }: OpenSpan): string {
    return `{"end":${number},"timeUnixNano":"${this.endOf(span)}"}\n`;
  }

  private endOf(span: LiveSpan): string {
    return (span.ended ? unixNanoText(span.endTime) : undefined) ?? this.nowText();
  }

  private nowText(): string {
    return `${Math.trunc(this.options.schedule.now())}000000`;
  }

  private write(text: string): void {
    const { file } = this;
    if (file === undefined) return;
    file.append(text);
    this.rewrite?.note(text);
    this.rewriteIfLarge(file);
  }

  private rewriteIfLarge({ sizeBytes }: JournalFile): void {
    const isLarge = sizeBytes > this.rewriteFromBytes && sizeBytes > REWRITE_FACTOR * this.spans.sizeBytes;
    if (isLarge && this.rewrite === undefined) this.beginRewrite();
  }

  /** A span was told that it failed, or by what: that may be the last that is heard of it. */
  private noteChange(span: LiveSpan): void {
    const entry = this.spans.find(span);
    if (entry === undefined || this.isClosed) return;
    const isError = span.status.code === SpanStatusCode.ERROR;
    const isNews = isError !== entry.isErrorWritten || eventCountOf(span) !== entry.eventsWritten;
    if (isNews) this.writeUpdate(entry);
  }

  private writeUpdate(entry: OpenSpan): void {
    const { span, number, eventsWritten, hasEnded } = entry;
    try {
      const endUnixNano = hasEnded ? this.endOf(span) : undefined;
      const line = updateLine(span, { number, timeUnixNano: this.nowText(), endUnixNano, eventsWritten });
      this.write(line);
      this.spans.grow(entry, line.length);
      entry.eventsWritten = eventCountOf(span);
      entry.isErrorWritten = span.status.code === SpanStatusCode.ERROR;
      entry.isEndNoted = hasEnded;
    } catch (error) {
      this.tell('update', `the crash file cannot be written (${codeOf(error)}); it may show spans as they began.`);
    }
  }

  private tick(): void {
    this.isResting = false;
    if (this.file === undefined) this.reopen();
    if (this.file === undefined || this.spans.size === 0) return;
    this.lookAround();
    this.numberAtTick = this.spans.upcomingNumber;
    try {
      this.write(aliveLine(this.options.schedule.now()));
    } catch (error) {
      this.tell('update', `the crash file cannot be written (${codeOf(error)}); it may show spans as they began.`);
    }
  }

  /** Looks at some spans that are older than a tick, in turn, and writes what has changed. */
  private lookAround(): void {
    this.looks ??= this.spans.entries();
    for (let count = 0; count < LOOKS_MAX; count += 1) {
      const next = this.looks.next();
      if (next.done === true || next.value.number >= this.numberAtTick) {
        this.looks = undefined;
        return;
      }
      this.lookAt(next.value);
    }
  }

  private lookAt(entry: OpenSpan): void {
    const state = crc32(stateText(entry.span));
    const isNews =
      state !== entry.writtenState ||
      eventCountOf(entry.span) !== entry.eventsWritten ||
      entry.hasEnded !== entry.isEndNoted;
    entry.writtenState = state;
    if (isNews) this.writeUpdate(entry);
  }

  private beginRewrite(): void {
    const { file, spans, declarations } = this;
    if (file === undefined) return;
    try {
      this.rewrite = new JournalRewrite(file.createSuccessor(), { spans, declarations });
      this.continueLater(this.rewrite);
    } catch (error) {
      this.failRewrite(error);
    }
  }

  private continueLater(rewrite: JournalRewrite): void {
    this.options.schedule.soon(() => {
      // It was abandoned meanwhile.
      if (this.rewrite === rewrite) this.continueRewrite(rewrite);
    });
  }

  private continueRewrite(rewrite: JournalRewrite): void {
    const { file } = this;
    if (file === undefined) return;
    try {
      if (!rewrite.step()) {
        this.continueLater(rewrite);
        return;
      }
      this.file = rewrite.finish(file, this.options.schedule.now());
      this.rewrite = undefined;
      this.rewriteFromBytes = this.options.rewriteBytesMin ?? REWRITE_BYTES_MIN_DEFAULT;
    } catch (error) {
      this.failRewrite(error);
    }
  }

  private failRewrite(error: unknown): void {
    this.abandonRewrite();
    this.rewriteFromBytes = 2 * (this.file?.sizeBytes ?? 0);
    this.tell('rewrite', `the crash file cannot be rewritten (${codeOf(error)}) and grows on.`);
  }

  private abandonRewrite(): void {
    try {
      this.rewrite?.abandon();
    } catch {
      // The scrap is removed by the next start.
    }
    this.rewrite = undefined;
  }

  /**
   * Ends could not be written, and their spans are about to leave: the file would name them as open, and the next start
   * would send other spans under their ids. A file that cannot be made true is given up.
   */
  private distrust(error: unknown): void {
    const { file } = this;
    this.abandonRewrite();
    this.file = undefined;
    this.tell('end', `the crash file cannot be written (${codeOf(error)}) and is begun anew.`);
    for (const attempt of [() => file?.empty(), () => file?.remove()]) {
      try {
        attempt();
      } catch {
        // Each of the two is enough.
      }
    }
  }

  /** Begins anew after {@link FileJournal.distrust}, with what is open now. */
  private reopen(): void {
    try {
      this.file = JournalFile.open(this.options.path);
      this.declarations.clear();
      this.beginRewrite();
    } catch {
      // Told already; the next tick tries again.
      this.file = undefined;
    }
  }

  private tell(kind: string, message: string): void {
    if (this.told.has(kind)) return;
    this.told.add(kind);
    this.options.warn(message);
  }
}

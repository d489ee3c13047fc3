import type { Span as ApiSpan, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A span that runs, as `onStart` of a span processor gets it from either SDK line. */
export type LiveSpan = ReadableSpan & Pick<ApiSpan, 'setStatus' | 'recordException'>;

/** What tells which span is meant: the span itself, or any copy of it under the same ids. */
export interface SpanIdentity {
  spanContext(): SpanContext;
}

/** Whether the real id of a span is taken by its anchor already; default false. */
export interface JournalEntryOptions {
  readonly isAnchored?: boolean;
}

/** What a journal could not do, and how large it is now. */
export interface JournalLedger {
  /** Spans in the file without an end. */
  readonly open: number;
  /** Starts that the file does not have: over the limit of open spans or bytes, or refused by the disk. */
  readonly overLimit: number;
  readonly unwritten: number;
  readonly sizeBytes: number;
}

/**
 * The journal of open spans (`crashFile`): which spans run, on the disk, for the case that the process dies without a
 * chance to say so. No method throws, and none waits.
 *
 * The one rule: {@link OpenSpanJournal.sync} is called before a final span, or an unfinished one, leaves the process or
 * goes into a spool. A span whose end is not in the file when the process dies is delivered unfinished by the next
 * start; its final must not have left.
 */
export interface OpenSpanJournal {
  /** Where the journal is: the path that was asked for, or one beside it while another process has that. */
  readonly path: string;

  /** Appends the start of a sampled span before it returns. To be called before a marker or an anchor of it leaves. */
  started(span: LiveSpan, options?: JournalEntryOptions): void;

  /**
   * Notes that nothing more will be heard of a span: it has ended, or leaves unfinished at a shutdown. Not written yet.
   */
  ended(span: SpanIdentity): void;

  /**
   * Writes the ends of `leaving`, or every end that was gathered when it is left out. The first is better: a span that
   * has ended and still waits in a queue when the process dies is then delivered unfinished, instead of being lost.
   */
  sync(leaving?: Iterable<SpanIdentity>): void;

  /** Ends the journal. Removes the file if no span in it is open, else leaves it to the next start. Once is enough. */
  close(): void;

  /** The account of this moment. */
  ledger(): JournalLedger;
}

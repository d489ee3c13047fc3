import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@spanbridge/core';
import type { LiveSpan, SpanIdentity } from './open-span-journal.js';

/** A span in the journal whose end the file does not know. */
export class OpenSpan {
  /** Bytes of its lines that are still needed. */
  sizeBytes = 0;
  /** It has ended and waits until its final leaves. */
  hasEnded = false;
  /** The file has been told the time of its end, for the case that the final never leaves. */
  isEndNoted = false;
  /** Events and state that the file knows. */
  eventsWritten: number;
  /** A checksum. */
  writtenState: number | undefined;
  isErrorWritten = false;

  constructor(
    /** Under which the table has it: the span id; with the trace id before it where two traces have one span id. */
    readonly key: string,
    readonly traceId: string,
    readonly number: number,
    readonly span: LiveSpan,
    readonly isAnchored: boolean,
  ) {
    this.eventsWritten = span.events.length + span.droppedEventsCount;
  }
}

/** The open spans of a process by their ids, in the order of their starts. */
export class OpenSpans {
  sizeBytes = 0;
  private readonly byKey = new Map<string, OpenSpan>();
  private readonly ended = new Set<OpenSpan>();
  private nextNumber = 0;

  /** Spans without an end in the file. */
  get size(): number {
    return this.byKey.size;
  }

  /** Those of them that have ended and whose final has not left. */
  get endedCount(): number {
    return this.ended.size;
  }

  /** The number of the next span. */
  get upcomingNumber(): number {
    return this.nextNumber;
  }

  /** A new entry, which is not in the table yet; undefined for a span that is. */
  create(span: LiveSpan, isAnchored: boolean): OpenSpan | undefined {
    const { traceId, spanId } = span.spanContext();
    const known = this.byKey.get(spanId);
    if (known !== undefined && (known.traceId === traceId || this.byKey.has(traceId + spanId))) return undefined;
    const key = known === undefined ? spanId : traceId + spanId;
    const entry = new OpenSpan(key, traceId, this.nextNumber, span, isAnchored);
    this.nextNumber += 1;
    return entry;
  }

  /** Puts an entry into the table once its start is in the file. */
  add(entry: OpenSpan, sizeBytes: number): void {
    entry.sizeBytes = sizeBytes;
    this.sizeBytes += sizeBytes;
    this.byKey.set(entry.key, entry);
  }

  find(span: SpanIdentity): OpenSpan | undefined {
    return this.get(span.spanContext());
  }

  private get({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): OpenSpan | undefined {
    const entry = this.byKey.get(spanId);
    return entry?.traceId === traceId ? entry : this.byKey.get(traceId + spanId);
  }

  /** Adds what a line of an update costs. */
  grow(entry: OpenSpan, sizeBytes: number): void {
    entry.sizeBytes += sizeBytes;
    this.sizeBytes += sizeBytes;
  }

  /** Notes that a span has ended. */
  noteEnd(span: SpanIdentity): OpenSpan | undefined {
    const entry = this.find(span);
    if (entry === undefined) return undefined;
    entry.hasEnded = true;
    this.ended.add(entry);
    return entry;
  }

  /** The ended spans among `leaving`, or all of them. */
  *endedAmong(leaving: Iterable<SpanIdentity> | undefined): Generator<OpenSpan> {
    if (leaving === undefined) {
      yield* this.ended;
      return;
    }
    if (this.ended.size === 0) return;
    for (const span of leaving) {
      const entry = this.find(span) ?? this.standingFor(span);
      if (entry?.hasEnded === true) yield entry;
    }
  }

  /** The span that a completion, or an unfinished span beside an anchor, stands for. */
  private standingFor(span: SpanIdentity): OpenSpan | undefined {
    const { attributes, parentSpanContext: parent } = span as Partial<ReadableSpan>;
    const phase = attributes?.[ATTRIBUTE.spanPhase];
    return parent !== undefined && (phase === 'completion' || phase === 'unfinished') ? this.get(parent) : undefined;
  }

  /** Takes out an entry whose end is in the file. */
  remove(entry: OpenSpan): void {
    if (!this.byKey.delete(entry.key)) return;
    this.ended.delete(entry);
    this.sizeBytes -= entry.sizeBytes;
  }

  /** All of them, oldest first; entries may come and go meanwhile. */
  entries(): IterableIterator<OpenSpan> {
    return this.byKey.values();
  }
}

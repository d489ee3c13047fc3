import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** One trace in a list: what can be said about it without reading its spans again. */
export interface TraceSummary {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Name of the root span; of the earliest orphan while no root has arrived. Cut to 200 characters. */
  readonly rootName: string;
  /** `service.name` of that span's resource. Cut to 200 characters. */
  readonly rootService: string;
  /** A parent that some span names has not arrived (yet). */
  readonly isIncomplete: boolean;
  /** Service names in order of arrival, 32 at most. */
  readonly services: readonly string[];
  /** There are more services than {@link services} lists. */
  readonly hasMoreServices: boolean;
  /** Real spans, each counted once: markers, anchors, completions and late records are none. */
  readonly spanCount: number;
  /** Spans with status ERROR. */
  readonly errorCount: number;
  /** Spans whose end has not been sent. */
  readonly runningCount: number;
  /** Spans whose heartbeats have stopped. */
  readonly staleCount: number;
  /** Spans that were closed by somebody else than their program. */
  readonly unfinishedCount: number;
  readonly startTimeUnixNano: bigint;
  /** From the earliest start to the latest end of all spans. */
  readonly durationNano: bigint;
}

/** Which traces a list shows. */
export interface TraceQuery {
  /** Part of a root name, a service or a trace id, in any case; empty finds all. */
  readonly search: string;
  /** Traces answered at most. */
  readonly tracesMax: number;
}

/** A list of traces, the newest arrival first. */
export interface TraceList {
  readonly traces: readonly TraceSummary[];
  /** How many traces matched, listed or not. */
  readonly matchCount: number;
}

/** What became of spans that were handed to {@link TraceStore.add}; the three counts add up to all of them. */
export interface AddResult {
  readonly stored: number;
  /** Equal byte for byte to a span that is stored already: a resend. */
  readonly duplicates: number;
  /** Lost by a limit of the store, with reasons in {@link StoreCounts}. */
  readonly dropped: number;
}

/** What became of heartbeats and stops that were handed to {@link TraceStore.keepBeats}. */
export interface BeatResult {
  readonly kept: number;
  /** A later one of the same span, or the same one, is kept already. */
  readonly outdated: number;
  readonly dropped: number;
}

/** The account of a store since it was opened. `spansStored = spans + spansEvicted` holds at any time. */
export interface StoreCounts {
  readonly traces: number;
  /** Spans as they were sent: markers, anchors, completions and late records too. */
  readonly spans: number;
  /** Real spans, each counted once. */
  readonly realSpans: number;
  /** What the spans occupy, as the store estimates it. */
  readonly bytes: number;
  readonly spansStored: number;
  readonly spansDuplicate: number;
  readonly spansDropped: number;
  readonly tracesEvicted: number;
  readonly spansEvicted: number;
}

/** One trace as it was when it was read: what was sent, unmerged. */
export interface StoredTraceSpans {
  /** Changes whenever a span of this trace is stored. */
  readonly revision: number;
  readonly spans: readonly ReadableSpan[];
}

/** The reading half of a store: what the page and tests see of it. */
export interface TraceReader {
  /** Changes whenever anything is stored or evicted; equal revisions mean equal answers. */
  revision(): number;
  list(query: TraceQuery): Promise<TraceList>;
  /** Whether the answers about traces change although nothing arrives: some span beats, and may fall silent. */
  changesWithTime(): boolean;
  /** Whether spans of a trace are in flight, so that its picture changes although nothing arrives. */
  isRunning(traceId: string): Promise<boolean>;
  /** The revision of one trace, or undefined when the store does not have it. */
  traceRevision(traceId: string): Promise<number | undefined>;
  /** The spans of one trace in order of arrival, or undefined when the store does not have it. */
  read(traceId: string): Promise<StoredTraceSpans | undefined>;
  counts(): StoreCounts;
}

/**
 * Where the local backend keeps spans.
 *
 * Spans come in any order, several times, and without end: an implementation keeps within its limits, stores a
 * resent span once, and counts whatever it does not keep.
 */
export interface TraceStore extends TraceReader {
  /** Resolves once the spans are stored; the receiver answers 200 only then. */
  add(spans: readonly ReadableSpan[]): Promise<AddResult>;
  /** Keeps, of each span, the latest of the heartbeats and of the stops that log records brought. */
  keepBeats(beats: readonly ReadableSpan[]): Promise<BeatResult>;
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { DropCounter, millisToNanos } from '@spanbridge/core';
import { ArrivalOrder } from './arrival-order.js';
import { addUsage, chooseEvictions, isWithin, subtractUsage, type StoreLimits, type Usage } from './eviction.js';
import { StoredContents } from './stored-contents.js';
import { contentOf, type SpanBlock, toSpanBlock } from './span-block.js';
import { StoredTrace } from './stored-trace.js';
import type {
  AddResult,
  BeatResult,
  StoreCounts,
  StoredTraceSpans,
  TraceList,
  TraceQuery,
  TraceStore,
  TraceSummary,
} from './trace-store.js';

/** Different contents kept under one span id. A faulty writer makes two; only a hostile one makes more than this. */
const CONTENTS_PER_SPAN_ID_MAX = 16;

/** Options of a {@link MemoryTraceStore}. */
export interface MemoryTraceStoreOptions {
  readonly limits: StoreLimits;
  /** Told the first eviction and the first drop of each reason. */
  readonly warn: (message: string) => void;
  /** Wall clock in milliseconds since 1970, by which silence is measured; default `Date.now`. */
  readonly clock?: () => number;
}

/**
 * Traces in bounded memory.
 *
 * At a limit the trace that arrived first leaves whole. A trace that alone exceeds a limit keeps its oldest spans and
 * loses its newest. A span resent byte for byte is stored once; different contents under one id are kept side by side,
 * because choosing one of them would hide a fault of the writer.
 */
export class MemoryTraceStore implements TraceStore {
  private readonly traces = new Map<string, StoredTrace>();
  private readonly order = new ArrivalOrder<StoredTrace>();
  private readonly losses: DropCounter;
  private total: Usage = { spans: 0, bytes: 0 };
  private changes = 0;
  private realSpans = 0;
  private beatsKept = 0;
  private spansStored = 0;
  private spansDuplicate = 0;
  private spansDropped = 0;
  private tracesEvicted = 0;
  private spansEvicted = 0;

  constructor(private readonly options: MemoryTraceStoreOptions) {
    this.losses = new DropCounter({ component: 'MemoryTraceStore', warn: options.warn });
  }

  add(spans: readonly ReadableSpan[]): Promise<AddResult> {
    const before = { stored: this.spansStored, duplicates: this.spansDuplicate, dropped: this.spansDropped };
    for (const [traceId, group] of groupByTraceId(spans)) this.addToTrace(traceId, group);
    return Promise.resolve({
      stored: this.spansStored - before.stored,
      duplicates: this.spansDuplicate - before.duplicates,
      dropped: this.spansDropped - before.dropped,
    });
  }

  keepBeats(beats: readonly ReadableSpan[]): Promise<BeatResult> {
    const result = { kept: 0, outdated: 0, dropped: 0 };
    for (const beat of beats) result[this.keepBeat(beat)] += 1;
    this.beatsKept += result.kept;
    return Promise.resolve(result);
  }

  revision(): number {
    return this.changes;
  }

  list(query: TraceQuery): Promise<TraceList> {
    const search = query.search.trim().toLowerCase();
    if (search === '') return Promise.resolve(this.newest(query.tracesMax));
    const traces: TraceSummary[] = [];
    let matchCount = 0;
    const nowUnixNano = this.nowUnixNano();
    for (const trace of this.order.newestFirst()) {
      const summary = trace.summary(nowUnixNano);
      if (summary === undefined || !matches(summary, search)) continue;
      matchCount += 1;
      if (traces.length < query.tracesMax) traces.push(summary);
    }
    return Promise.resolve({ traces, matchCount });
  }

  changesWithTime(): boolean {
    return this.beatsKept > 0;
  }

  isRunning(traceId: string): Promise<boolean> {
    const summary = this.traces.get(traceId)?.summary(this.nowUnixNano());
    return Promise.resolve(summary !== undefined && summary.runningCount + summary.staleCount > 0);
  }

  traceRevision(traceId: string): Promise<number | undefined> {
    return Promise.resolve(this.traces.get(traceId)?.revision);
  }

  read(traceId: string): Promise<StoredTraceSpans | undefined> {
    const trace = this.traces.get(traceId);
    return Promise.resolve(trace && { revision: trace.revision, spans: trace.spans() });
  }

  counts(): StoreCounts {
    return {
      traces: this.traces.size,
      spans: this.total.spans,
      realSpans: this.realSpans,
      bytes: this.total.bytes,
      spansStored: this.spansStored,
      spansDuplicate: this.spansDuplicate,
      spansDropped: this.spansDropped,
      tracesEvicted: this.tracesEvicted,
      spansEvicted: this.spansEvicted,
    };
  }

  private newest(tracesMax: number): TraceList {
    const traces: TraceSummary[] = [];
    const nowUnixNano = this.nowUnixNano();
    for (const trace of this.order.newestFirst()) {
      if (traces.length >= tracesMax) break;
      const summary = trace.summary(nowUnixNano);
      if (summary !== undefined) traces.push(summary);
    }
    return { traces, matchCount: this.traces.size };
  }

  private addToTrace(traceId: string, spans: readonly ReadableSpan[]): void {
    const trace = this.traces.get(traceId) ?? new StoredTrace(traceId);
    const { fresh, seen } = partition(spans, trace);
    if (fresh.length > 0) this.appendOrSplit(trace, toSpanBlock(fresh));
    // One after another: each may equal the one stored just before it.
    const contents = new StoredContents(trace);
    for (const span of seen) this.addSeen(trace, span, contents);
  }

  /** A span whose id is known already: a resend, or another content under the same id. */
  private addSeen(trace: StoredTrace, span: ReadableSpan, contents: StoredContents): void {
    const content = contentOf(span);
    const known = contents.of(span.spanContext().spanId);
    if (known.some((other) => Buffer.compare(other, content) === 0)) {
      this.spansDuplicate += 1;
    } else if (known.length >= CONTENTS_PER_SPAN_ID_MAX) {
      this.drop(`a span id came with more than ${CONTENTS_PER_SPAN_ID_MAX} different contents`, 1);
    } else {
      this.append(trace, toSpanBlock([span]));
    }
  }

  private appendOrSplit(trace: StoredTrace, block: SpanBlock): void {
    if (isWithin(trace.usageWith(block), this.options.limits)) {
      this.append(trace, block);
      return;
    }
    for (const span of block.spans) this.append(trace, toSpanBlock([span]));
  }

  private append(trace: StoredTrace, block: SpanBlock): void {
    const before = trace.usage;
    if (!isWithin(trace.usageWith(block), this.options.limits)) {
      this.drop('one trace is larger than the store, its newest spans are not kept', block.spans.length);
      return;
    }
    const realBefore = trace.realSpanCount;
    trace.append(block, ++this.changes);
    this.spansStored += block.spans.length;
    this.account(trace, { usage: before, realSpans: realBefore });
  }

  private keepBeat(beat: ReadableSpan): keyof BeatResult {
    const { traceId } = beat.spanContext();
    const trace = this.traces.get(traceId) ?? new StoredTrace(traceId);
    const block = toSpanBlock([beat]);
    if (!trace.isNews(block)) return 'outdated';
    if (!isWithin(trace.usageWithBeat(block), this.options.limits)) {
      this.losses.add('one trace is larger than the store, its newest heartbeats are not kept');
      return 'dropped';
    }
    const before = { usage: trace.usage, realSpans: trace.realSpanCount };
    trace.keepBeat(block, ++this.changes);
    this.account(trace, before);
    return 'kept';
  }

  /** Takes the growth of a trace into the sums; a trace of the store, or one that enters it now. */
  private account(trace: StoredTrace, before: { readonly usage: Usage; readonly realSpans: number }): void {
    this.total = addUsage(this.total, subtractUsage(trace.usage, before.usage));
    this.realSpans += trace.realSpanCount - before.realSpans;
    if (!this.traces.has(trace.traceId)) this.insert(trace, before.usage);
    this.evict(trace.traceId);
  }

  private nowUnixNano(): bigint {
    return millisToNanos((this.options.clock ?? Date.now)());
  }

  /** A trace enters the store with its first span, never empty. `base` is what it occupied before that span. */
  private insert(trace: StoredTrace, base: Usage): void {
    this.traces.set(trace.traceId, trace);
    this.order.append(trace);
    this.total = addUsage(this.total, base);
  }

  private evict(keepTraceId: string): void {
    const { limits } = this.options;
    if (isWithin(this.total, limits)) return;
    const evicted = chooseEvictions({ oldestFirst: this.order.oldestFirst(), total: this.total, limits, keepTraceId });
    for (const traceId of evicted) this.remove(traceId);
    this.losses.add('the store is full, the trace that arrived first leaves it', evicted.length);
  }

  private remove(traceId: string): void {
    const trace = this.traces.get(traceId);
    if (trace === undefined) return;
    this.traces.delete(traceId);
    this.order.remove(trace);
    this.total = subtractUsage(this.total, trace.usage);
    this.realSpans -= trace.realSpanCount;
    this.tracesEvicted += 1;
    this.spansEvicted += trace.usage.spans;
  }

  private drop(reason: string, spans: number): void {
    this.spansDropped += spans;
    this.losses.add(reason, spans);
  }
}

function groupByTraceId(spans: readonly ReadableSpan[]): ReadonlyMap<string, readonly ReadableSpan[]> {
  const groups = new Map<string, ReadableSpan[]>();
  for (const span of spans) {
    const { traceId } = span.spanContext();
    const group = groups.get(traceId);
    if (group === undefined) groups.set(traceId, [span]);
    else group.push(span);
  }
  return groups;
}

/** Spans whose id is new to the trace, and those whose id is stored or came twice in these spans. */
function partition(
  spans: readonly ReadableSpan[],
  trace: StoredTrace,
): { readonly fresh: readonly ReadableSpan[]; readonly seen: readonly ReadableSpan[] } {
  const fresh = new Map<string, ReadableSpan>();
  const seen: ReadableSpan[] = [];
  for (const span of spans) {
    const { spanId } = span.spanContext();
    if (trace.has(spanId) || fresh.has(spanId)) seen.push(span);
    else fresh.set(spanId, span);
  }
  return { fresh: [...fresh.values()], seen };
}

function matches(summary: TraceSummary, search: string): boolean {
  const texts = [summary.traceId, summary.rootName, ...summary.services];
  return texts.some((text) => text.toLowerCase().includes(search));
}

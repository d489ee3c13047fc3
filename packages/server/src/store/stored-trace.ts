import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { toSpanRow } from '@spanbridge/analysis';
import { type Arrived } from './arrival-order.js';
import type { Usage } from './eviction.js';
import { KeptBeats } from './kept-beats.js';
import { decodeKept, type KeptSpans, type SpanBlock } from './span-block.js';
import { TraceOverview } from './trace-overview.js';

/** What a trace occupies before its first span: its maps, its overview, its entry in the store. */
const TRACE_OVERHEAD_BYTES = 2_048;

/** What a block occupies beside its bytes: the array object and its memory outside of the heap. */
const BLOCK_OVERHEAD_BYTES = 256;

/** What a span occupies beside its bytes: its id in the index, its state in the overview, a place among the orphans. */
const SPAN_OVERHEAD_BYTES = 384;

/**
 * The spans of one trace, kept as OTLP bytes.
 *
 * Bytes instead of objects, because their size is known exactly, because hundreds of thousands of span objects would
 * make every garbage collection slow, and because bytes answer whether a resent span is equal.
 */
export class StoredTrace implements Arrived<StoredTrace> {
  older: StoredTrace | undefined;
  newer: StoredTrace | undefined;
  usage: Usage = { spans: 0, bytes: TRACE_OVERHEAD_BYTES };
  revision = 0;
  private readonly overview: TraceOverview;
  private readonly beats = new KeptBeats();
  private readonly blocks: KeptSpans[] = [];
  /** The block of each span id's first content. */
  private readonly blockOfSpan = new Map<string, number>();
  /** Further blocks of span ids that came with different contents; rarely has an entry. */
  private readonly blocksOfVariants = new Map<string, number[]>();

  constructor(readonly traceId: string) {
    this.overview = new TraceOverview(traceId);
  }

  /** Answers whether a span with this id is stored, whatever its content. */
  has(spanId: string): boolean {
    return this.blockOfSpan.has(spanId);
  }

  /** What the trace would occupy with one more block. */
  usageWith(block: SpanBlock): Usage {
    const overhead = BLOCK_OVERHEAD_BYTES + block.spans.length * SPAN_OVERHEAD_BYTES;
    return {
      spans: this.usage.spans + block.spans.length,
      bytes: this.usage.bytes + block.sizeBytes + overhead,
    };
  }

  /** Keeps a block. The caller has checked limits and resends. */
  append(block: SpanBlock, revision: number): void {
    this.usage = this.usageWith(block);
    this.revision = revision;
    const index = this.blocks.push(block.kept) - 1;
    for (const span of block.spans) this.indexSpan(span.spanContext().spanId, index);
    for (const span of block.spans) this.overview.add(toSpanRow(span));
  }

  /** Real spans, each counted once, whatever number of rows it was sent as. */
  get realSpanCount(): number {
    return this.overview.realSpanCount;
  }

  /** Whether a heartbeat or stop says more than the one that is kept of its span. */
  isNews(block: SpanBlock): boolean {
    return block.spans.every((span) => this.beats.isNews(span, block));
  }

  /** What the trace would occupy with one heartbeat or stop more; these count as bytes, not as spans. */
  usageWithBeat(block: SpanBlock): Usage {
    let { bytes } = this.usage;
    for (const span of block.spans) bytes += this.beats.bytesWith(span, block) - this.beats.bytes;
    return { spans: this.usage.spans, bytes };
  }

  /** Keeps a heartbeat or stop in the place of the one before. The caller has checked limits and that it is news. */
  keepBeat(block: SpanBlock, revision: number): void {
    this.usage = this.usageWithBeat(block);
    this.revision = revision;
    for (const span of block.spans) {
      this.beats.put(span, block);
      this.overview.add(toSpanRow(span));
    }
  }

  /** The blocks that hold a span id. */
  blocksOf(spanId: string): readonly number[] {
    const first = this.blockOfSpan.get(spanId);
    return first === undefined ? [] : [first, ...(this.blocksOfVariants.get(spanId) ?? [])];
  }

  /** All rows in order of arrival, and after them the heartbeats. */
  spans(): readonly ReadableSpan[] {
    const beats = [...this.beats.blocks()].flatMap(({ kept }) => decodeKept(kept));
    return [...this.blocks.flatMap((kept) => decodeKept(kept)), ...beats];
  }

  /** What a list says about this trace; undefined while it has no span. */
  summary(nowUnixNano: bigint): ReturnType<TraceOverview['summary']> {
    return this.overview.summary(nowUnixNano);
  }

  /** The spans of one block. */
  decodeBlock(index: number): readonly ReadableSpan[] {
    const kept = this.blocks[index];
    return kept === undefined ? [] : decodeKept(kept);
  }

  private indexSpan(spanId: string, block: number): void {
    if (!this.blockOfSpan.has(spanId)) this.blockOfSpan.set(spanId, block);
    else this.blocksOfVariants.set(spanId, [...(this.blocksOfVariants.get(spanId) ?? []), block]);
  }
}

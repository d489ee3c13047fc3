import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces, encodeTraces } from '@spanbridge/otlp';
import { type Arrived } from './arrival-order.js';
import { deepBytes, deepText, nestsTooDeep } from './deep-values.js';
import type { Usage } from './eviction.js';
import { TraceOverview } from './trace-overview.js';

/** What a trace occupies before its first span: its maps, its overview, its entry in the store. */
const TRACE_OVERHEAD_BYTES = 2_048;

/** What a block occupies beside its bytes: the array object and its memory outside of the heap. */
const BLOCK_OVERHEAD_BYTES = 256;

/** What a span occupies beside its bytes: its id in the index, a place among the orphans. */
const SPAN_OVERHEAD_BYTES = 192;

/** Spans of one trace that arrived together, with a resource in common stored once. */
export interface SpanBlock {
  readonly spans: readonly ReadableSpan[];
  /** What is kept of them. */
  readonly kept: KeptSpans;
  /** What the kept form occupies. */
  readonly sizeBytes: number;
}

/** Spans in protobuf; as objects where protobuf would lose something. */
export type KeptSpans =
  | { readonly form: 'bytes'; readonly bytes: Uint8Array }
  | { readonly form: 'objects'; readonly spans: readonly ReadableSpan[] };

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
    for (const span of block.spans) this.overview.add(span, (spanId) => this.blockOfSpan.has(spanId));
  }

  /** The blocks that hold a span id. */
  blocksOf(spanId: string): readonly number[] {
    const first = this.blockOfSpan.get(spanId);
    return first === undefined ? [] : [first, ...(this.blocksOfVariants.get(spanId) ?? [])];
  }

  /** All spans in order of arrival. */
  spans(): readonly ReadableSpan[] {
    return this.blocks.flatMap((_, index) => this.decodeBlock(index));
  }

  /** What a list says about this trace; undefined while it has no span. */
  summary(): ReturnType<TraceOverview['summary']> {
    return this.overview.summary();
  }

  /** The spans of one block. */
  decodeBlock(index: number): readonly ReadableSpan[] {
    const kept = this.blocks[index];
    if (kept === undefined) return [];
    if (kept.form === 'objects') return kept.spans;
    const decoded = decodeTraces(kept.bytes, 'protobuf');
    if (decoded.status === 'invalid')
      throw new Error(`A stored block is unreadable: ${decoded.detail}. This is a bug.`);
    return decoded.spans;
  }

  private indexSpan(spanId: string, block: number): void {
    if (!this.blockOfSpan.has(spanId)) this.blockOfSpan.set(spanId, block);
    else this.blocksOfVariants.set(spanId, [...(this.blocksOfVariants.get(spanId) ?? []), block]);
  }
}

/** Makes a block of spans of one trace; its memory is its own. */
export function toSpanBlock(spans: readonly ReadableSpan[]): SpanBlock {
  const encoded = encodeTraces(spans, 'protobuf');
  if (spans.some(nestsTooDeep)) {
    const sizeBytes = spans.reduce((sum, span) => sum + deepBytes(span), encoded.byteLength);
    return { spans, kept: { form: 'objects', spans }, sizeBytes };
  }
  // A view into a larger buffer would keep all of that buffer alive.
  const bytes = encoded.byteLength === encoded.buffer.byteLength ? encoded : encoded.slice();
  return { spans, kept: { form: 'bytes', bytes }, sizeBytes: bytes.byteLength };
}

/** A span as bytes that are equal exactly when two spans are. */
export function contentOf(span: ReadableSpan): Uint8Array {
  const encoded = encodeTraces([span], 'protobuf');
  return nestsTooDeep(span) ? Buffer.concat([encoded, Buffer.from(deepText(span))]) : encoded;
}

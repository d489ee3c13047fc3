import { contentOf } from './span-block.js';
import type { StoredTrace } from './stored-trace.js';

/**
 * The contents of a stored trace by span id, each encoded alone, for comparing with spans that come again.
 *
 * Reads each block once and only when one of its spans is asked for: a sender that repeats a batch of 512 spans must
 * not cost 512 times the decoding of it. Lives as long as one call that adds spans.
 */
export class StoredContents {
  private readonly readBlocks = new Map<number, ReadonlyMap<string, readonly Uint8Array[]>>();

  constructor(private readonly trace: StoredTrace) {}

  /** Every content under a span id; a span id that is not stored has none. */
  of(spanId: string): readonly Uint8Array[] {
    const blocks = new Set(this.trace.blocksOf(spanId));
    return [...blocks].flatMap((index) => this.contentsOfBlock(index).get(spanId) ?? []);
  }

  private contentsOfBlock(index: number): ReadonlyMap<string, readonly Uint8Array[]> {
    const known = this.readBlocks.get(index);
    if (known !== undefined) return known;
    const contents = new Map<string, Uint8Array[]>();
    for (const span of this.trace.decodeBlock(index)) {
      const { spanId } = span.spanContext();
      contents.set(spanId, [...(contents.get(spanId) ?? []), contentOf(span)]);
    }
    this.readBlocks.set(index, contents);
    return contents;
  }
}

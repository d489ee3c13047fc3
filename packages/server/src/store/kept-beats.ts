import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { FOREIGN_ATTRIBUTE } from '@spanbridge/analysis';
import { fromHrTime } from '@spanbridge/core';
import type { SpanBlock } from './span-block.js';

/** What an entry occupies beside its bytes: its key, its places in maps. */
const BEAT_OVERHEAD_BYTES = 512;

interface KeptBeat {
  readonly block: SpanBlock;
  readonly endUnixNano: bigint;
}

/**
 * Of each span of a trace the latest heartbeat and the latest stop. A span that runs for a day sends 17,000 heartbeats,
 * of which only the last says anything that a reader wants to know.
 */
export class KeptBeats {
  private readonly beats = new Map<string, KeptBeat>();
  private sizeBytes = 0;

  /** What all of them occupy. */
  get bytes(): number {
    return this.sizeBytes;
  }

  /** Whether the heartbeat or stop says more than what is kept: it is later, or the only one. */
  isNews(span: ReadableSpan, block: SpanBlock): boolean {
    const known = this.beats.get(keyOf(span));
    if (known === undefined) return true;
    const endUnixNano = fromHrTime(span.endTime);
    if (endUnixNano !== known.endUnixNano) return endUnixNano > known.endUnixNano;
    // For any order of arrival to keep the same, content settles a tie.
    return textOf(block) > textOf(known.block);
  }

  /** What all of them would occupy with one more. */
  bytesWith(span: ReadableSpan, block: SpanBlock): number {
    const known = this.beats.get(keyOf(span));
    return this.sizeBytes + costOf(block) - (known === undefined ? 0 : costOf(known.block));
  }

  /** Keeps it in the place of the one before. */
  put(span: ReadableSpan, block: SpanBlock): void {
    this.sizeBytes = this.bytesWith(span, block);
    this.beats.set(keyOf(span), { block, endUnixNano: fromHrTime(span.endTime) });
  }

  /** All that are kept, in order of first arrival. */
  *blocks(): Generator<SpanBlock> {
    for (const { block } of this.beats.values()) yield block;
  }
}

function keyOf(span: ReadableSpan): string {
  return `${String(span.attributes[FOREIGN_ATTRIBUTE.partialEvent])} ${span.spanContext().spanId}`;
}

function costOf(block: SpanBlock): number {
  return block.sizeBytes + BEAT_OVERHEAD_BYTES;
}

function textOf({ kept }: SpanBlock): string {
  return kept.form === 'bytes' ? Buffer.from(kept.bytes).toString('latin1') : JSON.stringify(kept.spans);
}

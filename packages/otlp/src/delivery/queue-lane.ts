import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { BatchLimits } from './batch.js';
import { SPAN_PRIORITIES, type SpanPriority } from './priority.js';
import { SpanRing, type PackedSpan, type SpanHome } from './span-ring.js';

/** Spans that were taken out of a lane: in their places, and for each packed one a gap. */
export interface LaneTake {
  readonly spans: readonly (ReadableSpan | undefined)[];
  readonly packed: readonly PackedSpan[];
  readonly sizeBytes: number;
}

/** Spans that wait and leave in the order in which they came: one circle for each priority. */
export class QueueLane {
  /** How many spans wait. */
  length = 0;
  /** Their estimated size in requests. */
  wireBytes = 0;
  /** Whether a batch of it is on its way, where only one may be. */
  isBusy = false;
  private readonly rings = SPAN_PRIORITIES.map(() => new SpanRing());

  /** The sequence number of the oldest span that waits; Infinity when none does. */
  get firstSequence(): number {
    return this.oldest()?.firstSequence ?? Infinity;
  }

  /** The sequence number of the oldest span of a priority; Infinity when there is none. */
  firstSequenceOf(priority: SpanPriority): number {
    return this.rings[priority]?.firstSequence ?? Infinity;
  }

  push(span: ReadableSpan, priority: SpanPriority, sequence: number, sizeBytes: number): void {
    this.rings[priority]?.push(span, sequence, sizeBytes);
    this.note(1, sizeBytes);
  }

  pushPacked(field: Uint8Array, home: SpanHome, priority: SpanPriority, sequence: number): void {
    this.rings[priority]?.pushPacked(field, home, sequence);
    this.note(1, field.length);
  }

  /** Takes the oldest spans out, of all priorities, as many as make one request. */
  take(limits: BatchLimits): LaneTake {
    const spans: (ReadableSpan | undefined)[] = [];
    const packed: PackedSpan[] = [];
    let bytes = 0;
    for (let ring = this.oldest(); ring !== undefined && spans.length < limits.batchSpansMax; ring = this.oldest()) {
      const sizeBytes = ring.firstSizeBytes;
      if (spans.length > 0 && bytes + sizeBytes > limits.batchBytesMax) break;
      bytes += sizeBytes;
      const taken = this.shift(ring, sizeBytes);
      if ('home' in taken) packed.push(taken);
      spans.push('home' in taken ? undefined : taken);
    }
    if (this.length === 0) for (const ring of this.rings) ring.trim();
    return { spans, packed, sizeBytes: bytes };
  }

  /** Takes the oldest span of a priority out, which has to be there. */
  takeFirst(priority: SpanPriority): { readonly taken: ReadableSpan | PackedSpan; readonly sizeBytes: number } {
    const ring = this.rings[priority] ?? new SpanRing();
    const sizeBytes = ring.firstSizeBytes;
    return { taken: this.shift(ring, sizeBytes), sizeBytes };
  }

  private shift(ring: SpanRing, sizeBytes: number): ReadableSpan | PackedSpan {
    this.note(-1, sizeBytes);
    return ring.isFirstPacked ? ring.shiftPacked() : ring.shift();
  }

  private oldest(): SpanRing | undefined {
    let oldest: SpanRing | undefined;
    let firstSequence = Infinity;
    for (const ring of this.rings) {
      if (ring.firstSequence >= firstSequence) continue;
      oldest = ring;
      firstSequence = ring.firstSequence;
    }
    return oldest;
  }

  private note(spanCount: 1 | -1, sizeBytes: number): void {
    this.length += spanCount;
    this.wireBytes += spanCount * sizeBytes;
  }
}

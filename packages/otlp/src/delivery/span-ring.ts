import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Slots of a new ring. A power of two, as every later size, so that a position wraps by a mask. */
const INITIAL_SLOTS = 1_024;

/**
 * Spans in the order in which they came, with a sequence number and a size each. Adding and taking cost the same
 * however many there are: it is a circle of slots in columns, and nothing is allocated for a span. The circle grows
 * by doubling and does not shrink; who fills it sets the limit.
 */
export class SpanRing {
  /** How many spans it holds. */
  length = 0;
  private spans: (ReadableSpan | undefined)[] = new Array<ReadableSpan | undefined>(INITIAL_SLOTS).fill(undefined);
  private sequences = new Float64Array(INITIAL_SLOTS);
  private sizesBytes = new Float64Array(INITIAL_SLOTS);
  private first = 0;

  /** The sequence number of the oldest span; Infinity when there is none. */
  get firstSequence(): number {
    return this.length === 0 ? Infinity : (this.sequences[this.first] ?? Infinity);
  }

  /** The size of the oldest span; 0 when there is none. */
  get firstSizeBytes(): number {
    return this.length === 0 ? 0 : (this.sizesBytes[this.first] ?? 0);
  }

  /** Adds a span behind all others. */
  push(span: ReadableSpan, sequence: number, sizeBytes: number): void {
    if (this.length === this.spans.length) this.grow();
    const slot = (this.first + this.length) & (this.spans.length - 1);
    this.spans[slot] = span;
    this.sequences[slot] = sequence;
    this.sizesBytes[slot] = sizeBytes;
    this.length += 1;
  }

  /** Takes the oldest span out. */
  shift(): ReadableSpan | undefined {
    if (this.length === 0) return undefined;
    const span = this.spans[this.first];
    // The slot may not be used again for long, and a span can hold much.
    this.spans[this.first] = undefined;
    this.first = (this.first + 1) & (this.spans.length - 1);
    this.length -= 1;
    return span;
  }

  private grow(): void {
    const { first, length } = this;
    const order = <Column extends Float64Array>(column: Column, grown: Column): Column => {
      grown.set(column.subarray(first));
      grown.set(column.subarray(0, first), length - first);
      return grown;
    };
    this.sequences = order(this.sequences, new Float64Array(length * 2));
    this.sizesBytes = order(this.sizesBytes, new Float64Array(length * 2));
    const free = new Array<ReadableSpan | undefined>(length).fill(undefined);
    this.spans = [...this.spans.slice(first), ...this.spans.slice(0, first), ...free];
    this.first = 0;
  }
}

import type { ReceivedBatches, StoredContent } from './backend-views.js';

/** What was received, in order, at five bytes for a span. */
export class BatchLog {
  private entries = new Uint32Array(1024);
  /** Content and kind of a span in one byte: five bits and three. */
  private contents = new Uint8Array(1024);
  private used = 0;
  private readonly ends: number[] = [];

  get batchCount(): number {
    return this.ends.length;
  }

  get spanCount(): number {
    return this.used;
  }

  push({ entry, variant, kind }: StoredContent): void {
    if (this.used === this.entries.length) this.grow();
    this.entries[this.used] = entry;
    this.contents[this.used] = (variant << 3) | (kind & 7);
    this.used++;
  }

  /** Ends the request to which the spans since the last end belong. */
  endBatch(): void {
    this.ends.push(this.used);
  }

  /** The requests, as views that make their spans when they are walked. */
  batches(): ReceivedBatches {
    return this.ends.map((end, index) => this.slice(this.ends[index - 1] ?? 0, end));
  }

  private slice(start: number, end: number): readonly StoredContent[] {
    return Array.from({ length: end - start }, (_, offset) => {
      const content = this.contents[start + offset] ?? 0;
      return { entry: this.entries[start + offset] ?? 0, variant: content >> 3, kind: content & 7 };
    });
  }

  private grow(): void {
    const entries = new Uint32Array(this.entries.length * 2);
    const contents = new Uint8Array(this.contents.length * 2);
    entries.set(this.entries);
    contents.set(this.contents);
    this.entries = entries;
    this.contents = contents;
  }
}

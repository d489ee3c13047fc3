import { shuffled } from '../seeded-random.js';

/** A span as a store sees it, in numbers so that millions fit. */
export interface StoredContent {
  /** The number of its (trace id, span id). */
  readonly entry: number;
  /** The number of its content among those of its (trace id, span id). */
  readonly variant: number;
  readonly kind: number;
}

/** Requests in the order in which they came; the spans of one stay together. */
export type ReceivedBatches = readonly (readonly StoredContent[])[];

/** What two stores would show that is not the truth, over several orders of the same requests. */
export interface ViewFaults {
  /** Spans that a store by hash of the content (Jaeger's rule) shows more than once. */
  readonly doubled: number;
  /** Spans that a store by kind and id, first one wins (Tempo's rule), shows otherwise than they are, or twice. */
  readonly wrong: number;
}

/** Options of {@link findViewFaults}. */
export interface ViewOptions {
  /** How many orders are tried. */
  readonly shuffles: number;
  readonly random: () => number;
  /** The content that the truth has, of an entry. */
  readonly trueVariantOf: (entry: number) => number;
}

/**
 * Plays the requests in shuffled orders to two stores. Jaeger's rule: a row for each hash of span, resource and scope,
 * so an identical resend is invisible. Tempo's rule: a row for each kind and span id of a trace, of which the first one
 * stays. A span counts once, in whichever order it goes wrong.
 */
export function findViewFaults(batches: ReceivedBatches, options: ViewOptions): ViewFaults {
  const doubled = new Set<number>();
  const wrong = new Set<number>();
  for (let round = 0; round < options.shuffles; round++) {
    const order = shuffled(batches, options.random);
    noteDoubled(order, doubled);
    noteWrong(order, options.trueVariantOf, wrong);
  }
  return { doubled: doubled.size, wrong: wrong.size };
}

function noteDoubled(batches: ReceivedBatches, doubled: Set<number>): void {
  const rows = new Map<number, number>();
  for (const batch of batches) {
    for (const { entry, variant } of batch) {
      const row = rows.get(entry);
      if (row === undefined) rows.set(entry, variant);
      else if (row !== variant) doubled.add(entry);
    }
  }
}

function noteWrong(batches: ReceivedBatches, trueVariantOf: (entry: number) => number, wrong: Set<number>): void {
  const kinds = new Map<number, number>();
  for (const batch of batches) {
    for (const { entry, variant, kind } of batch) {
      const kept = kinds.get(entry);
      const isNewRow = kept !== kind;
      if (kept === undefined) kinds.set(entry, kind);
      // A second row under another kind is shown beside the first; a second content of the same kind is dropped.
      if (isNewRow && (kept !== undefined || variant !== trueVariantOf(entry))) wrong.add(entry);
    }
  }
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces } from '../codec/decode-traces.js';
import type { OtlpSignal } from '../codec/signal.js';
import { toOverflowEntries, type OverflowEntries } from './overflow-entries.js';

/** What the way into a store and out of it has to know about the items that it carries. */
export interface OverflowKind<Item> {
  readonly signal: OtlpSignal;
  readonly toEntries: (items: readonly Item[]) => OverflowEntries<Item>;
  /** The items of one record; none when it cannot be read. */
  readonly decode: (body: Uint8Array) => readonly Item[];
}

/** Spans in a store, in the order of their priority. */
export const SPAN_OVERFLOW: OverflowKind<ReadableSpan> = {
  signal: 'traces',
  toEntries: (spans) => toOverflowEntries(spans),
  decode: (body) => {
    const result = decodeTraces(body, 'protobuf');
    return result.status === 'decoded' ? result.spans : [];
  },
};

/** Spans that come out in the order in which they went in, whatever their priority. */
export const ORDERED_SPAN_OVERFLOW: OverflowKind<ReadableSpan> = {
  ...SPAN_OVERFLOW,
  toEntries: (spans) => toOverflowEntries(spans, { isInOrder: true }),
};

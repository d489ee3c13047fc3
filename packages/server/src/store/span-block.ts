import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces, encodeTraces } from '@spanbridge/otlp';
import { deepBytes, deepText, nestsTooDeep } from './deep-values.js';

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

/** The spans of a block, decoded. */
export function decodeKept(kept: KeptSpans): readonly ReadableSpan[] {
  if (kept.form === 'objects') return kept.spans;
  const decoded = decodeTraces(kept.bytes, 'protobuf');
  if (decoded.status === 'invalid') throw new Error(`A stored block is unreadable: ${decoded.detail}. This is a bug.`);
  return decoded.spans;
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DecodeTracesResult, RejectedSpan } from './decode-result.js';
import { toDecodedSpan, type SpanFields } from './decoded-span.js';
import { RequestCollector } from './request-collector.js';

/** Gathers the spans of one request. */
export interface SpanCollector {
  /** Takes the fields as they are read. */
  readonly request: RequestCollector<SpanFields>;
  /** Everything gathered. */
  result(): DecodeTracesResult;
}

/** A collector for one request. */
export function createSpanCollector(): SpanCollector {
  const spans: ReadableSpan[] = [];
  const rejected: RejectedSpan[] = [];
  let ordinal = 0;
  const request = new RequestCollector<SpanFields>((fields, home) => {
    const decoded = toDecodedSpan(fields, { ...home, ordinal: ++ordinal });
    if ('span' in decoded) spans.push(decoded.span);
    else rejected.push(decoded.rejected);
  });
  return { request, result: () => ({ status: 'decoded', spans, rejected }) };
}

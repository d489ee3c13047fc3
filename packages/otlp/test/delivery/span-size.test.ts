import { encodeTraces } from '../../src/codec/encode-traces.js';
import { estimateSpanBytes } from '../../src/delivery/span-size.js';
import { makeSpan, SPAN_ID, TRACE_ID } from '../support/spans.js';

it.each([
  ['small', makeSpan()],
  ['with a long text', makeSpan({ values: { body: 'x'.repeat(1_000_000) } })],
  ['with bytes', makeSpan({ values: { body: new Uint8Array(500_000) } })],
  ['with a list', makeSpan({ values: { list: Array.from({ length: 10_000 }, (_, index) => `item ${index}`) } })],
  [
    'with events and links',
    makeSpan({
      events: Array.from({ length: 500 }, () => ({
        time: [1, 1] as [number, number],
        name: 'e',
        attributes: { a: 'b' },
      })),
      links: Array.from({ length: 500 }, () => ({ context: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 } })),
    }),
  ],
])('the estimate for a span %s is within a half of its bytes', (_name, span) => {
  const bytes = encodeTraces([span]).length;
  expect(estimateSpanBytes(span)).toBeGreaterThan(bytes * 0.5);
  expect(estimateSpanBytes(span)).toBeLessThan(bytes * 1.5);
});

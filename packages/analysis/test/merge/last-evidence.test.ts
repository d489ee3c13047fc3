import { mergeSpanRows } from '../../src/merge/merge-span-rows.js';
import { makeSpan } from '../support/make-span.js';
import { anchor, marker } from '../support/sent-spans.js';

const id = (number: number): string => number.toString(16).padStart(16, '0');

const durationMs = (spans: Parameters<typeof mergeSpanRows>[0], spanId: string): number | undefined => {
  const span = mergeSpanRows(spans).find((merged) => merged.span.spanContext().spanId === spanId)?.span;
  return span && (span.duration[0] * 1e9 + span.duration[1]) / 1e6;
};

describe('extendToLastEvidence', () => {
  it('a running span lasts at least as long as its grandchild, also through a child that ended before', () => {
    const spans = [
      marker(makeSpan({ spanId: id(1) })),
      makeSpan({ spanId: id(2), parentSpanId: id(1), endMs: 4 }),
      makeSpan({ spanId: id(3), parentSpanId: id(2), startMs: 3, endMs: 9 }),
    ];
    expect(durationMs(spans, id(1))).toBe(9);
    expect(durationMs(spans, id(2))).toBe(4);
  });

  it('running spans that are one another’s parents end in their own evidence', () => {
    const spans = [
      anchor(makeSpan({ spanId: id(1), parentSpanId: id(2) })),
      anchor(makeSpan({ spanId: id(2), parentSpanId: id(1), startMs: 5 })),
    ];
    expect(durationMs(spans, id(1))).toBe(0);
  });

  it('a chain of 50,000 running spans is walked to its root', () => {
    const spans = Array.from({ length: 50_000 }, (_, index) =>
      anchor(
        makeSpan({ spanId: id(index + 1), ...(index === 0 ? {} : { parentSpanId: id(index) }), startMs: index / 10 }),
      ),
    );
    expect(durationMs(spans, id(1))).toBe(4_999.9);
  });
});

import { toBarSpans, toSentSpans } from '../../src/query/bar-spans.js';
import { markerOf } from '../support/sent-spans.js';
import { sketchSpan, toSpanId } from '../support/spans.js';

describe('toBarSpans', () => {
  it('is one span for each real one, which says that it runs while it does', () => {
    const root = sketchSpan({ spanId: toSpanId(1), start: 100, end: 110 });
    const child = sketchSpan({ spanId: toSpanId(2), parentSpanId: toSpanId(1), start: 101, end: 103 });
    const running = toBarSpans([markerOf(root), markerOf(child), child]);
    expect(running.map((span) => [span.spanContext().spanId, span.endTime[0], { ...span.attributes }])).toEqual([
      [toSpanId(1), 103, { 'spanbridge.span.phase': 'pending' }],
      [toSpanId(2), 103, {}],
    ]);
    const ended = toBarSpans([markerOf(root), root, markerOf(child), child]);
    expect(ended.map(({ endTime }) => endTime[0])).toEqual([110, 103]);
  });
});

describe('toSentSpans', () => {
  it('leaves out what came as logs', () => {
    const root = sketchSpan({ spanId: toSpanId(1) });
    const beat = sketchSpan({ spanId: toSpanId(1), attributes: { 'partial.event': 'heartbeat' } });
    expect(toSentSpans([markerOf(root), beat, root])).toEqual([expect.anything(), root]);
  });
});

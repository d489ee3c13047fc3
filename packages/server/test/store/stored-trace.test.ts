import { toSpanBlock } from '../../src/store/span-block.js';
import { StoredTrace } from '../../src/store/stored-trace.js';
import { sketchSpan, sketchSpans, TRACE_A, toSpanId } from '../support/spans.js';

describe('StoredTrace', () => {
  it('an empty trace has no summary and no spans', () => {
    const trace = new StoredTrace(TRACE_A);
    expect(trace.summary(0n)).toBeUndefined();
    expect(trace.spans()).toEqual([]);
    expect(trace.usage.spans).toBe(0);
  });

  it('says in advance what it will occupy', () => {
    const trace = new StoredTrace(TRACE_A);
    const block = toSpanBlock(sketchSpans(3));
    const expected = trace.usageWith(block);
    trace.append(block, 1);
    expect(trace.usage).toEqual(expected);
    expect(trace.usage.spans).toBe(3);
    expect(trace.usage.bytes).toBeGreaterThan(block.sizeBytes);
  });

  it('knows the blocks of a span id, one for each content', () => {
    const trace = new StoredTrace(TRACE_A);
    trace.append(toSpanBlock(sketchSpans(2)), 1);
    trace.append(toSpanBlock([sketchSpan({ spanId: toSpanId(2), name: 'other' })]), 2);
    expect(trace.blocksOf(toSpanId(1))).toEqual([0]);
    expect(trace.blocksOf(toSpanId(2))).toEqual([0, 1]);
    expect(trace.blocksOf(toSpanId(3))).toEqual([]);
    expect(trace.has(toSpanId(2))).toBe(true);
    expect(trace.has(toSpanId(3))).toBe(false);
  });
});

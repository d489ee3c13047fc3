import { encodeTraces } from '@spanbridge/otlp';
import { StoredContents } from '../../src/store/stored-contents.js';
import { toSpanBlock } from '../../src/store/span-block.js';
import { StoredTrace } from '../../src/store/stored-trace.js';
import { sketchSpan, sketchSpans, TRACE_A, toSpanId } from '../support/spans.js';

describe('StoredContents', () => {
  it('gives each content of a span id as if the span had been encoded alone', () => {
    const trace = new StoredTrace(TRACE_A);
    const [first, second] = sketchSpans(2);
    const other = sketchSpan({ spanId: toSpanId(2), name: 'other' });
    if (first === undefined || second === undefined) throw new Error('two spans were asked for');
    trace.append(toSpanBlock([first, second]), 1);
    trace.append(toSpanBlock([other]), 2);
    const contents = new StoredContents(trace);
    expect(contents.of(toSpanId(1))).toEqual([encodeTraces([first], 'protobuf')]);
    expect(contents.of(toSpanId(2))).toEqual([encodeTraces([second], 'protobuf'), encodeTraces([other], 'protobuf')]);
    expect(contents.of(toSpanId(3))).toEqual([]);
  });

  it('reads a block once, however many of its spans are asked for', () => {
    const trace = new StoredTrace(TRACE_A);
    trace.append(toSpanBlock(sketchSpans(100)), 1);
    const decodeBlock = jest.spyOn(trace, 'decodeBlock');
    const contents = new StoredContents(trace);
    for (let number = 1; number <= 100; number += 1) expect(contents.of(toSpanId(number))).toHaveLength(1);
    expect(decodeBlock).toHaveBeenCalledTimes(1);
  });
});

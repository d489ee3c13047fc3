import { findSpanFault } from '../../src/delivery/span-fault.js';
import { makeSpan, TRACE_ID } from '../support/spans.js';

const parent = (spanId: string): { traceId: string; spanId: string; traceFlags: number } => ({
  traceId: TRACE_ID,
  spanId,
  traceFlags: 1,
});

it.each([
  ['an ordinary span', makeSpan()],
  ['a span of no length', makeSpan({ endTime: makeSpan().startTime })],
  ['a root with an empty parent id', makeSpan({ parentSpanContext: parent('') })],
  ['ids in upper case', makeSpan({ traceId: TRACE_ID.toUpperCase() })],
  ['a start one nanosecond after 1970', makeSpan({ startTime: [0, 1] })],
])('%s may be sent', (_name, span) => {
  expect(findSpanFault(span)).toBeUndefined();
});

it.each([
  ['its trace id', makeSpan({ traceId: '0'.repeat(32) })],
  ['its trace id', makeSpan({ traceId: 'abc' })],
  ['its trace id', makeSpan({ traceId: 'g'.repeat(32) })],
  ['its span id', makeSpan({ spanId: '' })],
  ['its parent span id', makeSpan({ parentSpanContext: parent('1') })],
  ['its start time', makeSpan({ startTime: [0, 0] })],
  ['its start time', makeSpan({ startTime: [-1, 5] })],
  ['it ends before it starts', makeSpan({ startTime: [10, 5], endTime: [10, 4] })],
  ['it ends before it starts', makeSpan({ endTime: [0, 0] })],
])('a span is not sent because of %s', (fault, span) => {
  expect(findSpanFault(span)).toContain(fault);
});

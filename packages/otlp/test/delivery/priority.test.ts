import { SpanStatusCode } from '@opentelemetry/api';
import { priorityOf } from '../../src/delivery/priority.js';
import { makeSpan, PARENT_ID, TRACE_ID } from '../support/spans.js';

const parentSpanContext = { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1 };

it.each([
  ['a marker', makeSpan({ values: { 'spanbridge.span.phase': 'pending' } }), 0],
  [
    'a marker of a span with an error',
    makeSpan({ status: { code: SpanStatusCode.ERROR }, values: { 'spanbridge.span.phase': 'pending' } }),
    0,
  ],
  ['a child', makeSpan({ parentSpanContext }), 1],
  ['an anchor below a parent', makeSpan({ parentSpanContext, values: { 'spanbridge.span.phase': 'anchor' } }), 1],
  ['a child that is OK', makeSpan({ parentSpanContext, status: { code: SpanStatusCode.OK } }), 1],
  ['a child with an error', makeSpan({ parentSpanContext, status: { code: SpanStatusCode.ERROR } }), 2],
  ['a root', makeSpan(), 2],
  ['a root with an empty parent', makeSpan({ parentSpanContext: { ...parentSpanContext, spanId: '' } }), 2],
])('%s has its priority', (_name, span, expected) => {
  expect(priorityOf(span)).toBe(expected);
});

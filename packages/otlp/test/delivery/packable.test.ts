import { isPackable } from '../../src/delivery/packable.js';
import { makeSpan, SPAN_ID, TRACE_ID } from '../support/spans.js';

const link = (traceId: string, attributes = {}) => ({
  context: { traceId, spanId: SPAN_ID, traceFlags: 1 },
  attributes,
});

it.each([
  ['texts, numbers and truth values', makeSpan({ values: { a: 'b', n: 1.5, big: 2 ** 60, nan: Number.NaN, t: true } })],
  ['lists of these', makeSpan({ values: { a: ['b'], n: [1, 2], none: [] } })],
  [
    'events and links',
    makeSpan({ events: [{ time: [1, 1], name: 'e', attributes: { a: 1 } }], links: [link(TRACE_ID)] }),
  ],
])('a span with %s can be packed', (_name, span) => {
  expect(isPackable(span)).toBe(true);
});

it.each([
  ['a 64-bit integer', makeSpan({ values: { big: 2n ** 60n } })],
  ['a 64-bit integer in a list', makeSpan({ values: { big: [2n ** 60n] } })],
  ['a map', makeSpan({ values: { map: { a: 1 } } })],
  ['such a value in an event', makeSpan({ events: [{ time: [1, 1], name: 'e', attributes: { a: [[1]] as never } }] })],
  ['such a value in a link', makeSpan({ links: [link(TRACE_ID, { a: { b: 1 } })] })],
  ['a link without a whole id', makeSpan({ links: [link('abc')] })],
  ['an invalid id', makeSpan({ traceId: 'x' })],
  ['a kind that OTLP does not know', makeSpan({ kind: 9 as never })],
])('a span with %s stays as it is', (_name, span) => {
  expect(isPackable(span)).toBe(false);
});

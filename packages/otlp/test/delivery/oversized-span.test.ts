import { SpanStatusCode } from '@opentelemetry/api';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { cutLongValues } from '../../src/delivery/oversized-span.js';
import { makeSpan, SPAN_ID, TRACE_ID } from '../support/spans.js';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

it('only the longest values are cut, all to one length', () => {
  const span = makeSpan({ values: { a: 'a'.repeat(10_000), b: 'b'.repeat(6_000), c: 'c'.repeat(1_000), n: 7 } });
  const cut = cutLongValues(span, 6_000);
  expect(cut?.cutValues).toBe(2);
  expect(cut?.span.attributes).toEqual({ a: 'a'.repeat(5_000), b: 'b'.repeat(5_000), c: 'c'.repeat(1_000), n: 7 });
});

it('the span becomes as much smaller as asked for', () => {
  const span = makeSpan({ values: { a: '€'.repeat(50_000), b: 'x'.repeat(90_000), c: ['y'.repeat(50_000), 'z'] } });
  const before = encodeTraces([span]).length;
  const cut = cutLongValues(span, 100_000);
  expect(before - encodeTraces([cut?.span ?? span]).length).toBeGreaterThanOrEqual(100_000 - 16);
});

it('everything else stays as it was', () => {
  const span = makeSpan({ values: { a: 'a'.repeat(10_000) }, droppedEventsCount: 3 });
  const cut = cutLongValues(span, 5_000)?.span ?? span;
  expect(cut.spanContext()).toEqual(span.spanContext());
  const { attributes: _cutAttributes, spanContext: _cutContext, ...rest } = cut;
  const { attributes: _attributes, spanContext: _context, ...expected } = span;
  expect(rest).toEqual(expected);
});

it.each([
  ['a text', 'a'.repeat(1_000), 'a'.repeat(400)],
  ['bytes', new Uint8Array(1_000).fill(7), new Uint8Array(400).fill(7)],
  ['a list', Array.from({ length: 100 }, () => '123456'), Array.from({ length: 40 }, () => '123456')],
])('%s keeps its beginning', (_name, value, expected) => {
  expect(cutLongValues(makeSpan({ values: { value } }), 600)?.span.attributes['value']).toEqual(expected);
});

it('a map keeps its first entries', () => {
  const value = { first: 'x'.repeat(100), second: 'y'.repeat(5_000), third: 'z' };
  const cut = cutLongValues(makeSpan({ values: { value } }), 4_000);
  expect(cut?.span.attributes['value']).toEqual({ first: 'x'.repeat(100) });
});

it.each([
  ['characters of three bytes', '€'.repeat(400)],
  ['characters of four bytes', '𝄞'.repeat(300)],
  ['an odd start and characters of four bytes', `x${'𝄞'.repeat(300)}`],
])('a text of %s is cut between two of them', (_name, value) => {
  const cut = textOf(cutLongValues(makeSpan({ values: { value } }), 500)?.span.attributes['value']);
  expect(cut.isWellFormed()).toBe(true);
  expect(value.startsWith(cut)).toBe(true);
  expect(Buffer.byteLength(cut)).toBeGreaterThan(690);
});

it('names, messages, events and links are cut too', () => {
  const long = 'l'.repeat(2_000);
  const span = makeSpan({
    name: long,
    status: { code: SpanStatusCode.ERROR, message: long },
    events: [{ time: [1, 1], name: long, attributes: { long } }],
    links: [{ context: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 }, attributes: { long } }],
  });
  const cut = cutLongValues(span, 5_000);
  const short = 'l'.repeat(1_000);
  expect(cut?.cutValues).toBe(5);
  expect([cut?.span.name, cut?.span.status.message]).toEqual([short, short]);
  expect(cut?.span.events[0]).toMatchObject({ name: short, attributes: { long: short } });
  expect(cut?.span.links[0]?.attributes).toEqual({ long: short });
});

it('a key called __proto__ stays a key', () => {
  const values = JSON.parse(`{"__proto__": "${'p'.repeat(2_000)}"}`) as Record<string, unknown>;
  const cut = cutLongValues(makeSpan({ values }), 1_000);
  expect(Object.entries(cut?.span.attributes ?? {})).toEqual([['__proto__', 'p'.repeat(1_000)]]);
});

it('a span of many small values is not cut', () => {
  const values = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 'v'.repeat(200)]));
  expect(cutLongValues(makeSpan({ values }), 100_000)).toBeUndefined();
});

import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces } from '../../src/codec/decode-traces.js';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { toOverflowEntries } from '../../src/delivery/overflow-entries.js';
import type { OverflowEntry } from '../../src/delivery/overflow-store.js';
import { namesIn } from '../support/fake-transport.js';
import { makeSpan, makeSpans, PARENT_ID, TRACE_ID } from '../support/spans.js';

const parentSpanContext = { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1 };

function decodedOf(entries: readonly OverflowEntry[]): readonly ReadableSpan[] {
  const result = decodeTraces(Buffer.concat(entries.map((entry) => entry.body)), 'protobuf');
  return result.status === 'decoded' ? result.spans : [];
}

it('an entry holds spans of one resource, one scope and one priority', () => {
  const other = resourceFromAttributes({ 'service.name': 'other' });
  const scope = { name: 'other-scope' };
  const spans = [
    makeSpan({ name: 'a' }),
    makeSpan({ name: 'b', parentSpanContext }),
    makeSpan({ name: 'c', resource: other }),
    makeSpan({ name: 'd', instrumentationScope: scope }),
    makeSpan({ name: 'e' }),
  ];
  const { entries, spanCount, invalid } = toOverflowEntries(spans);
  expect(entries.map((entry) => [namesIn(entry.body), entry.priority, entry.spanCount])).toEqual([
    [['a', 'e'], 2, 2],
    [['b'], 1, 1],
    [['c'], 2, 1],
    [['d'], 2, 1],
  ]);
  expect([spanCount, invalid]).toEqual([5, []]);
});

it('entries stay within 64 KiB, also where the estimate was too small, and hold every span once', () => {
  const spans = makeSpans(200).map((span, index) => ({
    ...span,
    name: `s${index}`,
    attributes: { body: '€'.repeat(900) },
  }));
  const { entries } = toOverflowEntries(spans);
  expect(Math.max(...entries.map((entry) => entry.body.length))).toBeLessThanOrEqual(65_536);
  expect(decodedOf(entries).map((span) => span.name)).toEqual(spans.map((span) => span.name));
  expect(entries.reduce((sum, entry) => sum + entry.spanCount, 0)).toBe(200);
});

it('a larger span is an entry of its own, with the bytes that a request would have', () => {
  const large = makeSpan({ values: { body: 'x'.repeat(100_000) } });
  expect(toOverflowEntries([makeSpan(), large]).entries[1]?.body).toEqual(encodeTraces([large]));
});

it('spans that are not valid or cannot be encoded are named, and the others are kept', () => {
  const hostile = {
    ...makeSpan(),
    get events(): never {
      throw new Error('no');
    },
  };
  const { entries, spanCount, invalid } = toOverflowEntries([
    makeSpan({ name: 'good' }),
    makeSpan({ traceId: 'x' }),
    hostile,
    makeSpan({ name: 'better' }),
  ]);
  expect(decodedOf(entries).map((span) => span.name)).toEqual(['good', 'better']);
  expect(spanCount).toBe(2);
  expect(invalid.map(({ fault }) => fault)).toEqual([
    'its trace id is not 32 hex digits with one that is not zero',
    'it cannot be encoded',
  ]);
});

it('in order, the priority of a span does not move it past others', () => {
  const named = (name: string, code = 0) => makeSpan({ name, parentSpanContext, status: { code } });
  const spans = [named('n1'), named('n2'), named('e1', 2), named('n3')];
  const namesOfEach = (options?: { isInOrder: boolean }) =>
    toOverflowEntries(spans, options).entries.map(({ body }) => namesIn(body).join(' '));
  expect(namesOfEach()).toEqual(['n1 n2 n3', 'e1']);
  expect(namesOfEach({ isInOrder: true })).toEqual(['n1 n2', 'e1', 'n3']);
});

import {
  addLink,
  createLinkFields,
  createSpanFields,
  toDecodedSpan,
  type SpanFields,
} from '../../src/codec/decoded-span.js';
import { createDecodedResource } from '../../src/codec/decoded-resource.js';
import { PARENT_ID, SPAN_ID, TRACE_ID } from '../support/spans.js';

const PLACE = { resource: createDecodedResource({}), scope: { name: 's' }, ordinal: 7 };

function decode(parts: Partial<SpanFields>): ReturnType<typeof toDecodedSpan> {
  return toDecodedSpan({ ...createSpanFields(), traceId: TRACE_ID, spanId: SPAN_ID, ...parts }, PLACE);
}

it.each([
  [0x000, undefined],
  [0x100, false],
  [0x300, true],
  [0x200, undefined],
])('flags %i say that the parent is remote: %p', (flags, isRemote) => {
  const decoded = decode({ parentSpanId: PARENT_ID, flags });
  expect(decoded).toHaveProperty('span.parentSpanContext', {
    traceId: TRACE_ID,
    spanId: PARENT_ID,
    traceFlags: 0,
    ...(isRemote === undefined ? {} : { isRemote }),
  });
});

it('the span itself is never remote, and has the low eight bits as trace flags', () => {
  const decoded = decode({ flags: 0xf3ff });
  expect('span' in decoded && decoded.span.spanContext()).toEqual({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags: 255,
  });
});

it.each([
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 3],
  [5, 4],
  [6, 0],
  [-1, 0],
])('the kind %d of OTLP is %d in the SDK', (kind, expected) => {
  expect(decode({ kind })).toHaveProperty('span.kind', expected);
});

it('the duration is never negative', () => {
  expect(decode({ startTime: [5, 0], endTime: [4, 0] })).toHaveProperty('span.duration', [0, 0]);
});

it('a rejection names the span by its place', () => {
  expect(decode({ spanId: '' })).toEqual({
    rejected: { reason: 'invalid-span-id', detail: 'The span id is empty (span 7 of the request).' },
  });
});

it('a link with zero ids is kept, one with short ids is counted', () => {
  const span = createSpanFields();
  addLink(span, { ...createLinkFields(), traceId: '0'.repeat(32), spanId: '0'.repeat(16), flags: 0x301 });
  addLink(span, { ...createLinkFields(), traceId: TRACE_ID, spanId: 'ab' });
  expect(span.links.map((link) => link.context)).toEqual([
    { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1, isRemote: true },
  ]);
  expect(span.droppedLinksCount).toBe(1);
});

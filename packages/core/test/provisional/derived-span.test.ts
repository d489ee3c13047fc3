import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { createDerivedSpan } from '../../src/provisional/derived-span.js';
import type { StartedSpan } from '../../src/provisional/started-span.js';
import { createResource } from '../../src/span/resource.js';

const CONTEXT = { traceId: 'be97f2fa26196196d1c776cef223b871', spanId: 'c33604c286773277', traceFlags: 1 };

const STARTED: StartedSpan = {
  context: CONTEXT,
  parentContext: undefined,
  name: 'job',
  kind: SpanKind.CLIENT,
  startTime: [10, 999_999_999],
  attributes: {},
  droppedAttributesCount: 0,
  links: [],
  droppedLinksCount: 0,
  resource: createResource({}),
  scope: { name: 'app' },
};

it('keeps trace and flags, takes the other id and parent, and counts the duration over the second', () => {
  const span = createDerivedSpan(STARTED, {
    spanId: '6b44329cdbddb56c',
    parentContext: CONTEXT,
    endTime: [12, 1],
    attributes: { a: 1 },
  });
  expect(span.spanContext()).toEqual({ ...CONTEXT, spanId: '6b44329cdbddb56c' });
  expect(span.parentSpanContext).toBe(CONTEXT);
  expect(span.duration).toEqual([1, 2]);
  expect(span.status).toEqual({ code: SpanStatusCode.UNSET });
  expect(Object.isFrozen(span)).toBe(true);
});

it('without a parent has no member for one; status, events and links are those that are given', () => {
  const link = { context: { ...CONTEXT, traceFlags: TraceFlags.NONE } };
  const event = { name: 'tick', time: [11, 0] as [number, number] };
  const span = createDerivedSpan(STARTED, {
    spanId: CONTEXT.spanId,
    parentContext: undefined,
    endTime: [11, 0],
    attributes: {},
    status: { code: SpanStatusCode.ERROR, message: 'no' },
    events: [event],
    droppedEventsCount: 4,
    links: [link],
  });
  expect(span).not.toHaveProperty('parentSpanContext');
  expect(span).toMatchObject({ status: { message: 'no' }, events: [event], droppedEventsCount: 4, links: [link] });
});

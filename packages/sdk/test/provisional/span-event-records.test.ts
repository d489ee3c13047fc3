import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { testSpans } from '../../../../test/support/test-spans.js';
import { toEventRecords, withoutEvents } from '../../src/provisional/span-event-records.js';

function spanWith(events: ReadableSpan['events'], droppedEventsCount = 0): ReadableSpan {
  return { ...(testSpans(1)[0] as ReadableSpan), events, droppedEventsCount };
}

const EVENTS: ReadableSpan['events'] = [
  { name: 'loaded', time: [5, 0], attributes: { rows: 3 }, droppedAttributesCount: 2 },
  { name: 'exception', time: [6, 7] },
];

describe('the events of a span as log records', () => {
  it('are events with the times, attributes and ids that they had', () => {
    const span = spanWith(EVENTS);
    const { resource, instrumentationScope } = span;
    const common = { spanContext: span.spanContext(), resource, instrumentationScope };
    expect(toEventRecords(span)).toEqual([
      {
        ...common,
        hrTime: [5, 0],
        hrTimeObserved: [5, 0],
        severityNumber: 9,
        severityText: 'INFO',
        eventName: 'loaded',
        attributes: { rows: 3 },
        droppedAttributesCount: 2,
      },
      {
        ...common,
        hrTime: [6, 7],
        hrTimeObserved: [6, 7],
        severityNumber: 17,
        severityText: 'ERROR',
        eventName: 'exception',
        attributes: {},
        droppedAttributesCount: 0,
      },
    ]);
  });

  it.each([
    [0, 0, ['loaded', 'exception']],
    [1, 0, ['exception']],
    [2, 0, []],
    [2, 1, ['exception']],
    [1, 5, ['loaded', 'exception']],
  ])('of which %d were told, with %d dropped since the first, are %p', (told, dropped, names) => {
    expect(toEventRecords(spanWith(EVENTS, dropped), told).map(({ eventName }) => eventName)).toEqual(names);
  });
});

describe('a span without its events', () => {
  it('is a frozen copy that still counts what was dropped', () => {
    const parentSpanContext = { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 };
    const span = { ...spanWith(EVENTS, 4), parentSpanContext };
    const { events, spanContext, ...rest } = withoutEvents(span);
    const { events: _events, spanContext: _spanContext, ...expected } = span;
    expect(events).toEqual([]);
    expect(spanContext()).toBe(span.spanContext());
    expect(rest).toEqual(expected);
    expect(rest.droppedEventsCount).toBe(4);
    expect(Object.isFrozen(withoutEvents(span))).toBe(true);
  });

  it('is the span itself when it has none', () => {
    const span = spanWith([]);
    expect(withoutEvents(span)).toBe(span);
  });
});

import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { createReadableSpan, type SpanContent } from '../../src/span/readable-span.js';
import { eventOf, idOf, SECOND, TRACE_ID } from '../support/signals.js';
import { RESOURCE } from '../support/tables.js';

function contentOf(change: Partial<SpanContent> = {}): SpanContent {
  return {
    traceId: TRACE_ID,
    spanId: idOf(1),
    parentSpanId: idOf(2),
    name: 'job',
    kind: SpanKind.SERVER,
    startUnixNano: 1_500_000_000n,
    endUnixNano: 4_000_000_001n,
    status: { code: SpanStatusCode.ERROR, message: 'boom' },
    attributes: { a: 1 },
    droppedAttributesCount: 2,
    events: [{ ...eventOf('tick', 2, { b: 1 }), droppedCount: 5 }],
    droppedEventsCount: 3,
    links: [{ context: { traceId: TRACE_ID, spanId: idOf(9), traceFlags: 1 } }],
    resource: RESOURCE,
    scope: { name: 'spanbridge.demo', version: '1' },
    ...change,
  };
}

describe('createReadableSpan', () => {
  it('makes the span that an exporter expects', () => {
    const span = createReadableSpan(contentOf());
    expect(span.spanContext()).toEqual({ traceId: TRACE_ID, spanId: idOf(1), traceFlags: 1 });
    expect(span).toMatchObject({
      name: 'job',
      kind: SpanKind.SERVER,
      parentSpanContext: { traceId: TRACE_ID, spanId: idOf(2), traceFlags: 1 },
      startTime: [1, 500_000_000],
      endTime: [4, 1],
      duration: [2, 500_000_001],
      ended: true,
      status: { code: SpanStatusCode.ERROR, message: 'boom' },
      attributes: { a: 1 },
      droppedAttributesCount: 2,
      events: [{ name: 'tick', time: [2, 0], attributes: { b: 1 }, droppedAttributesCount: 5 }],
      droppedEventsCount: 3,
      links: [{ context: { spanId: idOf(9) } }],
      droppedLinksCount: 0,
      resource: RESOURCE,
      instrumentationScope: { name: 'spanbridge.demo', version: '1' },
    });
  });

  it('gives a root no parent at all', () => {
    expect('parentSpanContext' in createReadableSpan(contentOf({ parentSpanId: undefined }))).toBe(false);
  });

  it('brings the time of an event into what a span can carry', () => {
    const events = [eventOf('early', -5), { ...eventOf('late', 1), timeUnixNano: 2n ** 64n }];
    expect(createReadableSpan(contentOf({ events })).events.map(({ time }) => time)).toEqual([
      [0, 1],
      [9_223_372_036, 854_775_807],
    ]);
  });

  it('keeps nanoseconds exact in the far future', () => {
    const span = createReadableSpan(contentOf({ startUnixNano: SECOND, endUnixNano: 2n ** 63n - 1n }));
    expect(span.endTime).toEqual([9_223_372_036, 854_775_807]);
    expect(span.duration).toEqual([9_223_372_035, 854_775_807]);
  });

  it.each([idOf(2), undefined])('is frozen, with parent %s', (parentSpanId) => {
    expect(Object.isFrozen(createReadableSpan(contentOf({ parentSpanId })))).toBe(true);
  });
});

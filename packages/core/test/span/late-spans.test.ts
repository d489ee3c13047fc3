import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { CompletionContent } from '../../src/lifecycle/tombstones.js';
import { createCompletion, createLateSpan } from '../../src/span/late-spans.js';
import {
  attributesOf,
  end,
  event,
  eventOf,
  idOf,
  SECOND,
  start,
  SYSTEM,
  tentativeEnd,
  TRACE_ID,
  update,
  withdraw,
} from '../support/signals.js';
import { encodeEvent, RESOURCE } from '../support/tables.js';

const CONTENT: CompletionContent = {
  traceId: TRACE_ID,
  spanId: 'c33604c286773277',
  system: SYSTEM,
  name: 'job',
  kind: SpanKind.SERVER,
  startUnixNano: 2n * SECOND,
  endUnixNano: 5n * SECOND,
  status: { code: SpanStatusCode.ERROR },
  events: [eventOf('exception', 5)],
  layers: [attributesOf({ a: 1, b: 1 }), attributesOf({ b: 2 })],
};

describe('createCompletion', () => {
  it('tells the true end under a derived id, as a child of the span and linked to it', () => {
    const { span } = createCompletion(CONTENT, RESOURCE);
    expect(span.spanContext().spanId).toBe('6b44329cdbddb56c');
    expect(span).toMatchObject({
      name: 'job',
      kind: SpanKind.SERVER,
      parentSpanContext: { traceId: TRACE_ID, spanId: 'c33604c286773277' },
      startTime: [2, 0],
      endTime: [5, 0],
      status: { code: SpanStatusCode.ERROR },
      events: [{ name: 'exception' }],
      droppedEventsCount: 0,
      links: [{ context: { traceId: TRACE_ID, spanId: 'c33604c286773277' } }],
    });
    expect({ ...span.attributes }).toEqual({ a: 1, b: 2, 'spanbridge.span.phase': 'completion' });
  });

  it('says so when it cannot keep a time', () => {
    const { span } = createCompletion({ ...CONTENT, endUnixNano: SECOND }, RESOURCE);
    expect(span).toMatchObject({
      startTime: [2, 0],
      endTime: [2, 0],
      attributes: { 'spanbridge.time.adjusted': true },
    });
  });

  it('keeps 128 events of the end and counts the others', () => {
    const events = Array.from({ length: 130 }, () => eventOf('exception', 5));
    expect(createCompletion({ ...CONTENT, events }, RESOURCE).span).toMatchObject({ droppedEventsCount: 2 });
  });
});

describe('createLateSpan', () => {
  const context = { resource: RESOURCE, encodeEvent };

  it.each([
    ['an event', event({ at: 3, name: 'tick', values: { a: 1 } }), 'tick'],
    ['a record that looked like an end', tentativeEnd({ at: 3, name: 'job', values: { a: 1 } }), 'job.end'],
    ['a certain end', end({ at: 3, name: 'job', values: { a: 1 } }), 'job'],
    ['an update', update({ at: 3, values: { a: 1 } }), 'update'],
  ])('makes of %s a zero-length child of its span', (_what, signal, name) => {
    const span = createLateSpan(signal, context)?.span;
    expect(span).toMatchObject({
      name,
      startTime: [3, 0],
      endTime: [3, 0],
      duration: [0, 0],
      parentSpanContext: { spanId: idOf(1) },
      status: { code: SpanStatusCode.UNSET },
      events: [],
      links: [],
    });
    expect({ ...span?.attributes }).toEqual({ a: 1, 'spanbridge.span.phase': 'late' });
  });

  it.each([
    ['start', start()],
    ['withdraw', withdraw()],
  ])('makes nothing of a signal of type %s', (_type, signal) => {
    expect(createLateSpan(signal, context)).toBeUndefined();
  });

  it('derives its id from the encoded event', () => {
    const idsOf = (bytes: Uint8Array) =>
      createLateSpan(event({ id: 2 }), { resource: RESOURCE, encodeEvent: () => bytes })?.span;
    const [none, one] = [new Uint8Array(), new Uint8Array([1])].map((bytes) => idsOf(bytes)?.spanContext().spanId);
    expect(none).toMatch(/^[0-9a-f]{16}$/);
    expect(one).not.toBe(none);
  });

  it('brings a time before 1970 into what a span can carry', () => {
    expect(createLateSpan(event({ at: -5 }), context)?.span).toMatchObject({ startTime: [0, 1], endTime: [0, 1] });
  });
});

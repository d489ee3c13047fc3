import { mergeEvents, mergeLinks, toLateEvent } from '../../src/merge/merge-events.js';
import { makeSpan, SAMPLE_TRACE_ID } from '../support/make-span.js';

const events = makeSpan({
  spanId: 'a',
  events: [
    { name: 'one', atMs: 1 },
    { name: 'three', atMs: 3 },
  ],
}).events;
const late = (name: string, startMs: number, attributes = {}): ReturnType<typeof toLateEvent> =>
  toLateEvent(makeSpan({ spanId: 'b', name, startMs, attributes }));

describe('mergeEvents', () => {
  it('adds by time what is not there yet', () => {
    const merged = mergeEvents(events, [late('four', 4), late('two', 2), late('one', 1), late('two', 2)]);
    expect(merged.map(({ name }) => name)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('events that differ in an attribute are two', () => {
    expect(mergeEvents(events, [late('one', 1, { k: 1 })])).toHaveLength(3);
  });

  it('a late record loses what says that it was late', () => {
    expect(late('x', 1, { 'spanbridge.span.phase': 'late', k: 1 }).attributes).toEqual({ k: 1 });
  });
});

describe('mergeLinks', () => {
  it('keeps each link once, and none to the span itself', () => {
    const self = { traceId: SAMPLE_TRACE_ID, spanId: 'a' };
    const other = { traceId: SAMPLE_TRACE_ID, spanId: 'o' };
    const spans = [makeSpan({ spanId: 'x', links: [self, other] }), makeSpan({ spanId: 'y', links: [other] })];
    expect(mergeLinks(spans, 'a').map(({ context }) => context.spanId)).toEqual(['o']);
  });
});

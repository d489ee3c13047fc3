import { ROOT_CONTEXT, type Span } from '@opentelemetry/api';
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { createCompletion, createLiveMarker, createUnfinished } from '../../src/provisional/live-spans.js';
import { OpenSpan } from '../../src/provisional/open-span.js';

const tracer = new TracerProvider().getTracer('app');

function start(): Span & LiveSpan & ReadableSpan {
  const options = { startTime: [100, 0] as [number, number], attributes: { a: 1 } };
  return tracer.startSpan('work', options, ROOT_CONTEXT) as unknown as Span & LiveSpan;
}

describe('an unfinished span', () => {
  it('is a copy of that moment, to the last evidence', () => {
    const span = start();
    span.addEvent('first', {}, [101, 0]);
    const open = new OpenSpan(span, 0, false);
    open.note([103, 5]);
    const unfinished = createUnfinished(open, 'flushed', false);
    span.setAttribute('a', 2).addEvent('second', {}, [109, 0]);
    expect(unfinished).toMatchObject({ endTime: [103, 5], duration: [3, 5], events: [{ name: 'first' }], ended: true });
    expect(unfinished.attributes).toEqual({ a: 1, 'spanbridge.end.cause': 'flushed', 'partial.gc': true });
    expect(Object.isFrozen(unfinished)).toBe(true);
  });

  it('never ends before it starts, whatever the evidence says', () => {
    const open = new OpenSpan(start(), 0, false);
    open.note([50, 0]);
    expect(createUnfinished(open, 'evicted', false).endTime).toEqual([100, 0]);
  });
});

describe('a completion', () => {
  it('of a span without a usable end is a span without length', () => {
    const span = start();
    const ended = {
      ...span,
      spanContext: () => span.spanContext(),
      endTime: [Number.NaN, 0],
    } as unknown as ReadableSpan;
    const completion = createCompletion(Object.assign(ended, { attributes: {} }), true);
    expect(completion).toMatchObject({ startTime: [100, 0], endTime: [100, 0], duration: [0, 0] });
    expect(completion.links).toEqual([{ context: span.spanContext() }]);
  });
});

describe('the marker of a running span', () => {
  it('is withdrawn when the span ends, and says so once', () => {
    const span = start();
    const open = new OpenSpan(span, 0, true);
    let told = 0;
    const marker = createLiveMarker(open, open.started(), () => (told += 1));
    expect(marker.isWithdrawn()).toBe(false);
    span.end();
    expect([marker.isWithdrawn(), marker.isWithdrawn(), told]).toEqual([true, true, 1]);
  });

  it('is withdrawn when the span leaves unfinished', () => {
    const open = new OpenSpan(start(), 0, true);
    const marker = createLiveMarker(open, open.started(), () => undefined);
    open.hasLeft = true;
    expect(marker.isWithdrawn()).toBe(true);
  });
});

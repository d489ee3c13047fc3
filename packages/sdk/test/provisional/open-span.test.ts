import { ROOT_CONTEXT, type Span } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { currentSpan, OpenSpan } from '../../src/provisional/open-span.js';

const tracer = new TracerProvider().getTracer('app');
const link = { context: { traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 } };

function startLive(options = {}): LiveSpan {
  return tracer.startSpan('before', options, ROOT_CONTEXT) as unknown as LiveSpan;
}

function change(span: LiveSpan): void {
  (span as unknown as Span).updateName('after').setAttributes({ a: 2, b: 3 }).addLink(link);
}

describe('an open span', () => {
  it('keeps what its start said', () => {
    const span = startLive({ attributes: { a: 1 }, links: [link] });
    const open = new OpenSpan(span, 7, true);
    change(span);
    expect(open.started()).toMatchObject({ name: 'before', attributes: { a: 1 }, links: [link], droppedLinksCount: 0 });
    expect(open.started().links).toHaveLength(1);
    expect(Object.keys(open.started().attributes)).toEqual(['a']);
    expect(open.startedMs).toBe(7);
  });

  it('that started with nothing has nothing, whatever came later', () => {
    const span = startLive();
    const open = new OpenSpan(span, 0, true);
    change(span);
    expect(open.started()).toMatchObject({ attributes: {}, links: [] });
  });

  it('says what it is now when its start was not kept, or is told', () => {
    const span = startLive({ attributes: { a: 1 } });
    const open = new OpenSpan(span, 0, true);
    change(span);
    open.forgetStart();
    expect(open.started().attributes).toEqual({ a: 2, b: 3 });
    expect(currentSpan(span)).toMatchObject({ name: 'after', links: [link] });
  });

  it('notes the latest time of all', () => {
    const open = new OpenSpan(startLive(), 0, false);
    open.note([5, 1]);
    open.note([5, 0]);
    open.note([4, 9]);
    open.note([Number.NaN, 0]);
    expect(open.evidence).toEqual([5, 1]);
  });
});

import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createStage, outline, SPAN_ID, T0, TRACE_ID } from '../support/stage.js';

const [FIRST, SECOND, THIRD, FOURTH] = ['77', '78', '79', '7a'].map((end) => `c33604c2867732${end}`);
const END_ID = '6b44329cdbddb56c';

describe('a span that is open at the shutdown', () => {
  it('leaves once under its real id, to its last evidence, UNSET (T20)', async () => {
    const { start, sent, provider, processor, judge } = createStage();
    const parent = start('parent');
    parent.addEvent('own', {}, [T0 + 3, 0]);
    const child = start('child', 5, parent);
    child.end([T0 + 7, 0]);
    parent.setAttribute('step', 2);
    await provider.shutdown();
    expect(sent.map(outline)).toEqual([
      { name: 'child', spanId: SECOND, parent: FIRST, from: 5, to: 7 },
      { name: 'parent', spanId: FIRST, parent: undefined, from: 0, to: 7, cause: 'flushed' },
    ]);
    expect(sent[1]?.attributes).toEqual({ step: 2, 'spanbridge.end.cause': 'flushed', 'partial.gc': true });
    expect(sent[1]).toMatchObject({ status: { code: SpanStatusCode.UNSET }, events: [{ name: 'own' }], ended: true });
    expect(processor.ledger()).toMatchObject({ started: 2, ended: 1, unfinished: 1, open: 0, withheld: 0 });
    expect(judge()).toMatchObject({ received: 2, mutated: 0, invalid: 0 });
  });

  it('is an ERROR only when it says so itself, and never OK (T21)', async () => {
    const { start, sent, provider } = createStage();
    start('failed').setStatus({ code: SpanStatusCode.ERROR, message: 'no money' });
    start('fine').setStatus({ code: SpanStatusCode.OK });
    await provider.shutdown();
    expect(sent.map(({ status }) => status)).toEqual([{ code: 2, message: 'no money' }, { code: 0 }]);
  });

  it('ends at its start when nothing else is known (T24)', async () => {
    const { start, sent, provider } = createStage();
    start('work', 4);
    await provider.shutdown();
    expect(sent.map(outline)).toEqual([
      { name: 'work', spanId: FIRST, parent: undefined, from: 4, to: 4, cause: 'flushed' },
    ]);
  });

  it('ends with the last that its descendants tell, also those that have left long ago', async () => {
    const { start, sent, provider } = createStage();
    const root = start('root');
    const middle = start('middle', 1, root);
    const outlives = start('outlives', 2, middle);
    middle.end([T0 + 3, 0]);
    outlives.end([T0 + 9, 0]);
    const runs = start('runs', 4, root);
    // So many that the ended ones are not kept.
    for (let index = 0; index < 1_000; index += 1) start('short', 5, runs).end([T0 + 6, 0]);
    await provider.shutdown();
    expect(sent.slice(-2).map(outline)).toEqual([
      { name: 'root', spanId: FIRST, parent: undefined, from: 0, to: 9, cause: 'flushed' },
      { name: 'runs', spanId: FOURTH, parent: FIRST, from: 4, to: 6, cause: 'flushed' },
    ]);
  });

  it('leaves behind its parents', async () => {
    const { start, sent, provider } = createStage();
    const root = start('root');
    const other = start('other');
    start('grandchild', 0, start('child', 0, root));
    start('child of other', 0, other);
    await provider.shutdown();
    expect(sent.map(({ name }) => name)).toEqual(['root', 'other', 'child', 'grandchild', 'child of other']);
  });

  it('is not sent by a flush of the provider', async () => {
    const { start, sent, provider, processor } = createStage();
    const span = start('work');
    await provider.forceFlush();
    expect(sent).toEqual([]);
    expect(processor.ledger()).toMatchObject({ open: 1, unfinished: 0 });
    span.end();
    await provider.forceFlush();
    expect(sent).toEqual([span]);
  });

  it('sends nothing more when it ends after the shutdown, which is counted', async () => {
    const { start, queue, sent, provider, processor } = createStage();
    const span = start('work');
    await provider.shutdown();
    span.end();
    start('later').end();
    await provider.shutdown();
    await provider.forceFlush();
    expect([sent.length, queue.length]).toEqual([1, 0]);
    expect(processor.ledger()).toMatchObject({ started: 1, unfinished: 1, lateEnds: 2, ended: 0 });
  });

  it('has left when the exit of the process flushed it; an end after that is a completion with a link (T25)', () => {
    const { start, send, sent, processor, judge } = createStage();
    const span = start('work');
    expect(processor.flushOpenSpansSync()).toBe(1);
    expect(processor.flushOpenSpansSync()).toBe(0);
    span.setAttribute('late', true).addEvent('event', {}, [T0 + 2, 0]);
    span.end([T0 + 3, 0]);
    send();
    expect(sent.map(outline)).toEqual([
      { name: 'work', spanId: FIRST, parent: undefined, from: 0, to: 0, cause: 'flushed' },
      { name: 'work', spanId: END_ID, parent: FIRST, from: 0, to: 3, phase: 'completion' },
    ]);
    expect(sent[1]?.links).toEqual([{ context: span.spanContext() }]);
    expect(sent[1]?.attributes).toMatchObject({ late: true });
    expect(processor.ledger()).toMatchObject({ started: 1, ended: 0, unfinished: 1, completions: 1, withheld: 0 });
    expect(judge()).toMatchObject({ received: 2, derived: 1, mutated: 0, wrong: 0, invalid: 0 });
  });
});

describe('too many open spans', () => {
  it('of three, when a fourth opens, the oldest leaves as evicted, and its end is a completion (T26)', async () => {
    const { start, send, sent, provider, processor, judge } = createStage({ openSpansMax: 3 });
    const spans = ['a', 'b', 'c', 'd'].map((name, index) => start(name, index));
    send();
    for (const span of spans) span.end([T0 + 9, 0]);
    await provider.shutdown();
    expect(sent.map(outline)).toEqual([
      { name: 'a', spanId: FIRST, parent: undefined, from: 0, to: 0, cause: 'evicted' },
      { name: 'a', spanId: END_ID, parent: FIRST, from: 0, to: 9, phase: 'completion' },
      { name: 'b', spanId: SECOND, parent: undefined, from: 1, to: 9 },
      { name: 'c', spanId: THIRD, parent: undefined, from: 2, to: 9 },
      { name: 'd', spanId: FOURTH, parent: undefined, from: 3, to: 9 },
    ]);
    const ledger = { started: 4, ended: 3, evicted: 1, unfinished: 1, completions: 1, open: 0, withheld: 0 };
    expect(processor.ledger()).toMatchObject(ledger);
    expect(judge()).toMatchObject({ received: 5, mutated: 0, wrong: 0 });
  });

  it('however many are evicted, every late end is a completion', () => {
    const { start, send, processor, judge } = createStage({ openSpansMax: 100, provisional: 'hold' });
    const spans = Array.from({ length: 2_000 }, () => start('work'));
    expect(processor.ledger().open).toBeLessThanOrEqual(100);
    for (const span of spans) span.end([T0 + 1, 0]);
    send();
    const { evicted, completions, ended, open } = processor.ledger();
    expect([evicted - completions, evicted + ended, open]).toEqual([0, 2_000, 0]);
    expect(judge()).toMatchObject({ received: 2_000 + evicted, mutated: 0, wrong: 0, invalid: 0 });
  });

  it('ends that another processor keeps to itself make room all the same', () => {
    const { start, processor } = createStage({ openSpansMax: 10 });
    const onEnd = jest.spyOn(processor, 'onEnd').mockImplementation(() => undefined);
    for (let index = 0; index < 1_000; index += 1) start('kept').end();
    onEnd.mockRestore();
    start('told').end();
    expect(processor.ledger()).toMatchObject({ started: 1_001, ended: 1, evicted: 0, withheld: 1_000, open: 0 });
  });
});

describe('what an application can do to it', () => {
  it('keys of ours that an application has set give way, counted; 128 leave room for three more (T36)', async () => {
    const { start, clock, queue, processor } = createStage();
    const attributes = Object.fromEntries(Array.from({ length: 127 }, (_, index) => [`key ${index}`, index]));
    start('work', 0, undefined, { attributes: { 'spanbridge.span.phase': 'mine', ...attributes } });
    await clock.advance(5_000);
    expect(queue[0]?.attributes['spanbridge.span.phase']).toBe('pending');
    expect(Object.keys(queue[0]?.attributes ?? {})).toHaveLength(130);
    expect(processor.ledger()).toMatchObject({ overwritten: 1 });
    const full = start('full', 0, undefined, { attributes: { last: true, ...attributes } });
    await clock.advance(5_000);
    expect(full.isRecording()).toBe(true);
    expect(Object.keys(queue[1]?.attributes ?? {})).toHaveLength(131);
    expect(queue[1]?.droppedAttributesCount).toBe(0);
  });

  it.each([
    ['at 0', new Date(0)],
    ['before 1970', new Date(-5_000)],
    ['at no time', new Date(Number.NaN)],
  ])('a span that starts %s is sent with times that a backend can store (T35)', async (_what, startTime) => {
    const { start, clock, processor, queue, warnings } = createStage();
    start('work', 0, undefined, { startTime });
    await clock.advance(5_000);
    processor.flushOpenSpansSync();
    expect(queue.map(({ startTime: from, endTime: to }) => [from, to])).toEqual([
      [
        [0, 1],
        [0, 1],
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ]);
    expect(warnings).toEqual([]);
  });

  it('an exporter that throws costs spans, counts and one message, and nothing in the application (F42)', async () => {
    const throws = (): never => {
      throw new Error('broken');
    };
    const { start, processor, provider, warnings, clock } = createStage({
      exporter: { add: throws, forceFlush: () => Promise.resolve(), shutdown: throws },
    });
    for (let index = 0; index < 100; index += 1) start('work').end();
    expect(processor.ledger()).toMatchObject({ ended: 100, dropped: 100, faults: 100 });
    expect(warnings).toEqual([
      expect.stringContaining('ProvisionalSpanProcessor: the exporter threw: broken. The application is not affected'),
    ]);
    await clock.advance(60_000);
    start('work').end();
    expect(warnings).toHaveLength(2);
    await provider.shutdown();
    expect(warnings[2]).toContain('the shutdown of an exporter: broken');
  });

  it('a journal knows of a start before an anchor leaves, and of an end before the final does', async () => {
    const calls: string[] = [];
    const name = (span: { spanContext(): { spanId: string } }): string => span.spanContext().spanId.slice(-2);
    const { start, provider } = createStage({
      provisional: 'anchor',
      exporter: {
        add: (span: ReadableSpan) => calls.push(`add ${String(span.attributes['spanbridge.span.phase'])}`),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(void calls.push('exporter shut down')),
      },
      journal: {
        started: (span, options) => calls.push(`started ${name(span)} ${String(options?.isAnchored)}`),
        ended: (span) => calls.push(`ended ${name(span)}`),
        sync: () => calls.push('sync'),
        close: () => calls.push('close'),
      },
    });
    start('ends').end();
    start('stays');
    await provider.shutdown();
    expect(calls).toEqual([
      'started 77 true',
      'add anchor',
      'ended 77',
      'add completion',
      'started 78 true',
      'add anchor',
      'ended 78',
      'add unfinished',
      'exporter shut down',
      'close',
    ]);
  });

  it('a journal that throws keeps no span back', () => {
    const throws = (): never => {
      throw new Error('disk');
    };
    const { start, queue, warnings } = createStage({
      journal: { started: throws, ended: throws, sync: throws, close: throws },
    });
    const span = start('work');
    span.end();
    expect(queue).toEqual([span]);
    expect(warnings).toHaveLength(1);
  });

  it('keeps no more than the spans that run, whatever ends in between', () => {
    const { start, processor } = createStage();
    start('job');
    for (let index = 0; index < 10_000; index += 1) start('work').end();
    const kept = (processor as unknown as { openSpans: { slots: unknown[] } }).openSpans.slots;
    expect(kept).toHaveLength(64);
  });
});

describe('span events as log records', () => {
  it('leave beside the span, under its ids, at its end (both)', () => {
    const { start, queue, records, processor } = createStage({ events: 'both' });
    const span = start('work');
    span.addEvent('order loaded', { rows: 3 }, [T0 + 1, 0]);
    span.recordException(new TypeError('no money'), [T0 + 2, 0]);
    expect(records).toEqual([]);
    span.end([T0 + 3, 0]);
    expect(queue).toEqual([span]);
    expect(records.map(({ record }) => record)).toMatchObject([
      {
        eventName: 'order loaded',
        hrTime: [T0 + 1, 0],
        hrTimeObserved: [T0 + 1, 0],
        severityNumber: 9,
        severityText: 'INFO',
        attributes: { rows: 3 },
        spanContext: { traceId: TRACE_ID, spanId: SPAN_ID },
        instrumentationScope: { name: 'stage', version: '1.0.0' },
      },
      {
        eventName: 'exception',
        severityNumber: 17,
        severityText: 'ERROR',
        attributes: { 'exception.type': 'TypeError', 'exception.message': 'no money' },
      },
    ]);
    expect(records[0]?.record.resource.attributes).toMatchObject({ 'service.name': 'shop' });
    expect(processor.ledger()).toMatchObject({ eventRecords: 2 });
  });

  it('leave instead of those in the span (logs), once, also around an unfinished flush', () => {
    const { start, queue, records, processor } = createStage({ events: 'logs' });
    const span = start('work');
    span.addEvent('first', {}, [T0 + 1, 0]);
    processor.flushOpenSpansSync();
    span.addEvent('second', {}, [T0 + 2, 0]);
    span.end([T0 + 3, 0]);
    expect(records.map(({ record }) => record.eventName)).toEqual(['first', 'second']);
    expect(records.map(({ record }) => record.spanContext?.spanId)).toEqual([SPAN_ID, SPAN_ID]);
    expect(queue.map(({ events }) => events)).toEqual([[], []]);
    expect(queue.map(outline)).toMatchObject([
      { spanId: FIRST, to: 1, cause: 'flushed' },
      { spanId: END_ID, to: 3, phase: 'completion' },
    ]);
  });

  it('stay where they are by default', () => {
    const { start, queue, records } = createStage();
    const span = start('work').addEvent('event');
    span.end();
    expect([queue, records]).toEqual([[span], []]);
  });
});

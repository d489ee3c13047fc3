import { SpanStatusCode } from '@opentelemetry/api';
import { createAlwaysRecordSampler, AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import { createStage, outline, SPAN_ID, T0, TRACE_ID } from '../support/stage.js';

const CHILD_ID = 'c33604c286773278';
const MARKER_ID = 'fd94da50c9ffcf17';
const END_ID = '6b44329cdbddb56c';
const UNFINISHED_ID = '347b8354e688e9d2';

describe('hold', () => {
  it('sends one span, at its end, as any processor would (T1)', () => {
    const { start, send, sent, processor, judge } = createStage({ provisional: 'hold' });
    const span = start('work');
    send();
    span.end([T0 + 1, 0]);
    send();
    expect(sent).toEqual([span]);
    expect(processor.ledger()).toMatchObject({ started: 1, ended: 1, open: 0, markers: 0, withheld: 0 });
    expect(judge()).toMatchObject({ received: 1, mutated: 0, invalid: 0 });
  });

  it('sends nothing for a span that is recorded and not sampled (T11)', async () => {
    const stage = createStage({ provisional: 'marker', sampler: createAlwaysRecordSampler(new AlwaysOffSampler()) });
    const span = stage.start('work');
    expect(span.isRecording()).toBe(true);
    await stage.clock.advance(60_000);
    span.end();
    await stage.provider.shutdown();
    expect(stage.sent).toEqual([]);
    expect(stage.processor.ledger()).toMatchObject({ started: 0, unsampled: 1 });
  });
});

describe('marker', () => {
  it('a span of 4,999 ms has no marker, one of 5,001 ms has one before it (T4)', async () => {
    const { start, clock, send, sent, judge } = createStage();
    const short = start('short');
    const long = start('long', 0, short);
    await clock.advance(4_999);
    short.end([T0 + 5, 0]);
    await clock.advance(2);
    send();
    long.end([T0 + 6, 0]);
    send();
    expect(sent.map(({ name, attributes }) => [name, attributes['spanbridge.span.phase']])).toEqual([
      ['short', undefined],
      ['long', 'pending'],
      ['long', undefined],
    ]);
    expect(judge()).toMatchObject({ received: 3, derived: 1, mutated: 0, wrong: 0, invalid: 0 });
  });

  it('a marker leaves once, at most 100 ms after the age is reached', async () => {
    const { start, clock, queue } = createStage();
    await clock.advance(0.5);
    start('work');
    await clock.advance(5_000);
    expect(queue).toHaveLength(0);
    await clock.advance(100);
    expect(queue).toHaveLength(1);
    await clock.advance(60_000);
    expect(queue).toHaveLength(1);
  });

  it('the marker of a root is its child, without length, and names no grandparent (T6)', async () => {
    const { start, clock, queue } = createStage();
    start('work', 0, undefined, { attributes: { job: 7 }, links: [{ context: context('1') }] });
    await clock.advance(5_000);
    expect(queue).toHaveLength(1);
    const [marker] = queue;
    expect(marker && outline(marker)).toEqual({
      name: 'work',
      spanId: MARKER_ID,
      parent: SPAN_ID,
      from: 0,
      to: 0,
      phase: 'pending',
    });
    expect(marker?.attributes).toEqual({
      job: 7,
      'logfire.span_type': 'pending_span',
      'logfire.pending_parent_id': '0000000000000000',
      'spanbridge.span.phase': 'pending',
    });
    expect(marker).toMatchObject({ links: [{ context: context('1') }], events: [], status: { code: 0 } });
  });

  it('a marker says what the start said, whatever has changed since', async () => {
    const { start, clock, queue } = createStage();
    const parent = start('parent');
    const span = start('before', 0, parent, { attributes: { a: 1 }, links: [{ context: context('1') }] });
    span
      .updateName('after')
      .setAttributes({ a: 2, b: 3 })
      .addLink({ context: context('2') })
      .addEvent('event');
    span.setStatus({ code: SpanStatusCode.ERROR });
    await clock.advance(5_000);
    expect(queue[1]).toMatchObject({
      name: 'before',
      links: [{ context: context('1') }],
      events: [],
      status: { code: 0 },
    });
    expect(queue[1]?.attributes).toEqual({
      a: 1,
      'logfire.span_type': 'pending_span',
      'logfire.pending_parent_id': SPAN_ID,
      'spanbridge.span.phase': 'pending',
    });
  });

  it('the markers of parents leave before those of their children', async () => {
    const { start, clock, queue } = createStage();
    const root = start('root');
    const child = start('child', 0, root);
    await clock.advance(10);
    start('grandchild', 0, child);
    await clock.advance(6_000);
    expect(queue.map(({ name }) => name)).toEqual(['root', 'child', 'grandchild']);
  });

  it('a marker that still waits when its span ends, or leaves unfinished, is never sent (T7, T8)', async () => {
    const { start, clock, queue, send, sent, processor, provider } = createStage();
    const ends = start('ends');
    start('stays');
    await clock.advance(5_000);
    expect(queue).toHaveLength(2);
    ends.end([T0 + 6, 0]);
    processor.flushOpenSpansSync();
    send();
    expect(sent.map(outline)).toEqual([
      { name: 'ends', spanId: SPAN_ID, parent: undefined, from: 0, to: 6 },
      { name: 'stays', spanId: CHILD_ID, parent: undefined, from: 0, to: 0, cause: 'flushed' },
    ]);
    expect(processor.ledger()).toMatchObject({ markers: 2, markersWithdrawn: 2 });
    await provider.shutdown();
  });

  it('ten thousand spans that run are told of in portions, and none is forgotten', async () => {
    const { start, clock, queue } = createStage();
    for (let index = 0; index < 10_000; index += 1) start('work');
    await clock.advance(5_000);
    expect(queue).toHaveLength(250);
    await clock.advance(100);
    expect(queue).toHaveLength(10_000);
  });

  it('the age is that of the monotonic clock, not of the times that an application gives (T5)', async () => {
    const { start, clock, queue } = createStage();
    start('an hour old', -3_600);
    await clock.advance(4_999);
    expect(queue).toHaveLength(0);
  });
});

describe('anchor', () => {
  it('a span leaves as an anchor at its start and as a completion at its end (T12)', () => {
    const { start, send, sent, judge } = createStage({ provisional: 'anchor' });
    const span = start('work', 0, undefined, { attributes: { a: 1 } });
    span.setAttribute('b', 2).addEvent('event', {}, [T0 + 1, 0]);
    span.setStatus({ code: SpanStatusCode.OK });
    span.end([T0 + 2, 0]);
    send();
    expect(sent.map(outline)).toEqual([
      { name: 'work', spanId: SPAN_ID, parent: undefined, from: 0, to: 0, phase: 'anchor' },
      { name: 'work', spanId: END_ID, parent: SPAN_ID, from: 0, to: 2, phase: 'completion' },
    ]);
    const [anchor, completion] = sent;
    expect(anchor?.attributes).toEqual({ a: 1, 'spanbridge.span.phase': 'anchor' });
    expect(anchor).toMatchObject({ events: [], links: [], status: { code: 0 } });
    expect(completion?.attributes).toEqual({ a: 1, b: 2, 'spanbridge.span.phase': 'completion' });
    expect(completion).toMatchObject({ events: [{ name: 'event' }], links: [], status: { code: 1 }, duration: [2, 0] });
    expect(judge()).toMatchObject({ received: 2, derived: 1, mutated: 0, wrong: 0, invalid: 0 });
  });

  it('the anchor of a parent is handed over before those of its children (T13)', () => {
    const { start, queue } = createStage({ provisional: 'anchor' });
    start('child', 0, start('parent'));
    expect(queue.map(({ name }) => name)).toEqual(['parent', 'child']);
  });

  it('what is added to a span later does not change its anchor', () => {
    const { start, queue } = createStage({ provisional: 'anchor' });
    const span = start('before', 0, undefined, { attributes: { a: 1 } });
    span
      .updateName('after')
      .setAttribute('a', 2)
      .addLink({ context: context('1') });
    expect(queue[0]).toMatchObject({ name: 'before', links: [], attributes: { a: 1 } });
  });

  it('a span that is flushed and ends after that: three ids, one content each (T14)', () => {
    const { start, send, sent, processor, judge } = createStage({ provisional: 'anchor' });
    const span = start('work');
    span.addEvent('event', {}, [T0 + 1, 0]);
    expect(processor.flushOpenSpansSync()).toBe(1);
    span.end([T0 + 2, 0]);
    send();
    expect(sent.map(outline)).toEqual([
      { name: 'work', spanId: SPAN_ID, parent: undefined, from: 0, to: 0, phase: 'anchor' },
      { name: 'work', spanId: UNFINISHED_ID, parent: SPAN_ID, from: 0, to: 1, phase: 'unfinished', cause: 'flushed' },
      { name: 'work', spanId: END_ID, parent: SPAN_ID, from: 0, to: 2, phase: 'completion' },
    ]);
    expect(sent[2]?.links).toEqual([{ context: span.spanContext() }]);
    expect(judge()).toMatchObject({ received: 3, derived: 2, mutated: 0, wrong: 0 });
  });
});

describe('log', () => {
  const events = (stage: ReturnType<typeof createStage>): unknown[] =>
    stage.records.map(({ record }) => [record.attributes['partial.event'], record.hrTime[0] - T0]);

  it('a span of 4 s has no log record (T15)', async () => {
    const stage = createStage({ provisional: 'log' });
    const span = stage.start('work');
    await stage.clock.advance(4_000);
    span.end([T0 + 4, 0]);
    await stage.clock.advance(20_000);
    expect(stage.records).toEqual([]);
    expect(stage.queue).toEqual([span]);
  });

  it('a span of 12 s has heartbeats at 5 s and 10 s, then a stop, then leaves (T16)', async () => {
    const stage = createStage({ provisional: 'log' });
    const span = stage.start('work');
    await stage.clock.advance(6_000);
    span.setAttribute('step', 2);
    await stage.clock.advance(6_000);
    span.end([T0 + 12, 0]);
    await stage.clock.advance(60_000);
    expect(events(stage)).toEqual([
      ['heartbeat', 5],
      ['heartbeat', 10],
      ['stop', 12],
    ]);
    expect(stage.queue).toEqual([span]);
    const [first, second, stop] = stage.records.map(({ record }) => record);
    expect(first?.attributes).toEqual({
      'partial.event': 'heartbeat',
      'partial.frequency': '5000ms',
      'partial.body.type': 'json/v1',
    });
    expect(first?.body).toContain(`"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}"`);
    expect(first?.body).not.toContain('endTimeUnixNano');
    expect(first?.body).not.toContain('step');
    expect(second?.body).toContain('step');
    expect(stop?.body).toContain(`"endTimeUnixNano":"${T0 + 12}000000000"`);
    expect(stage.records.map(({ how }) => how)).toEqual([
      { lane: TRACE_ID + SPAN_ID, lifetimeMs: 5_000 },
      { lane: TRACE_ID + SPAN_ID, lifetimeMs: 5_000 },
      { lane: TRACE_ID + SPAN_ID },
    ]);
  });

  it('heartbeats of many spans keep their own rhythm, and none comes after its stop (T17)', async () => {
    const stage = createStage({ provisional: 'log' });
    const spans = [];
    for (let index = 0; index < 10; index += 1) {
      spans.push(stage.start(`span ${index}`));
      await stage.clock.advance(700);
    }
    await stage.clock.advance(20_000);
    for (const span of spans) span.end([T0 + 27, 0]);
    await stage.clock.advance(60_000);
    const bySpan = new Map<string, unknown[]>();
    for (const { record } of stage.records) {
      const key = record.spanContext?.spanId ?? '';
      bySpan.set(key, [...(bySpan.get(key) ?? []), record.attributes['partial.event']]);
    }
    expect([...bySpan.values()]).toEqual([
      ...Array.from({ length: 3 }, () => ['heartbeat', 'heartbeat', 'heartbeat', 'heartbeat', 'heartbeat', 'stop']),
      ...Array.from({ length: 7 }, () => ['heartbeat', 'heartbeat', 'heartbeat', 'heartbeat', 'stop']),
    ]);
    expect(stage.processor.ledger()).toMatchObject({ heartbeats: 43, stops: 10, ended: 10 });
  });

  it('after 20 s of silence a collector has sent the span: its end is a completion with a link (T18)', async () => {
    let skippedMs = 0;
    const { clock } = createStage();
    const jumping = createStage({
      provisional: 'log',
      clock: { now: () => clock.now() + skippedMs, sleep: (ms, signal) => clock.sleep(ms, signal) },
    });
    const span = jumping.start('work');
    await clock.advance(5_000);
    expect(jumping.records).toHaveLength(1);
    skippedMs = 20_000;
    span.end([T0 + 25, 0]);
    expect(jumping.queue.map(outline)).toEqual([
      { name: 'work', spanId: END_ID, parent: SPAN_ID, from: 0, to: 25, phase: 'completion' },
    ]);
    expect(jumping.queue[0]?.links).toEqual([{ context: span.spanContext() }]);
    expect(jumping.processor.ledger()).toMatchObject({ started: 1, ended: 0, swept: 1, completions: 1, withheld: 0 });
  });

  it('after such a silence no heartbeat follows, and a shutdown sends the span no more', async () => {
    let skippedMs = 0;
    const { clock } = createStage();
    const stage = createStage({
      provisional: 'log',
      unixNowMs: () => T0 * 1_000 + clock.now(),
      clock: { now: () => clock.now() + skippedMs, sleep: (ms, signal) => clock.sleep(ms, signal) },
    });
    stage.start('work');
    await clock.advance(5_000);
    skippedMs = 20_000;
    await clock.advance(60_000);
    await stage.provider.shutdown();
    expect(events(stage)).toEqual([['heartbeat', 5]]);
    expect(stage.sent).toEqual([]);
    expect(stage.processor.ledger()).toMatchObject({ started: 1, swept: 1, unfinished: 0, open: 0, withheld: 0 });
  });

  it('a span that a collector has sent is over for the journal, although nothing of it leaves', async () => {
    let skippedMs = 0;
    const { clock } = createStage();
    const calls: string[] = [];
    const name = (span: { spanContext(): { spanId: string } }): string => span.spanContext().spanId;
    const stage = createStage({
      provisional: 'log',
      clock: { now: () => clock.now() + skippedMs, sleep: (ms, signal) => clock.sleep(ms, signal) },
      journal: {
        started: () => undefined,
        ended: (span) => calls.push(`ended ${name(span)}`),
        sync: (leaving = []) => calls.push(`left ${[...leaving].map(name).join(' ')}`),
        close: () => undefined,
      },
    });
    stage.start('work');
    await clock.advance(5_000);
    skippedMs = 20_000;
    await clock.advance(60_000);
    expect(calls).toEqual([`ended ${SPAN_ID}`, `left ${SPAN_ID}`]);
  });

  it('the stop of a span that is flushed goes before it (T19)', async () => {
    const stage = createStage({ provisional: 'log' });
    stage.start('work').addEvent('event', {}, [T0 + 3, 0]);
    await stage.clock.advance(6_000);
    await stage.provider.shutdown();
    expect(events(stage)).toEqual([
      ['heartbeat', 5],
      ['stop', 6],
    ]);
    expect(stage.sent.map(outline)).toEqual([
      { name: 'work', spanId: SPAN_ID, parent: undefined, from: 0, to: 3, cause: 'flushed' },
    ]);
  });
});

function context(digit: string): { traceId: string; spanId: string; traceFlags: number } {
  return { traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 };
}

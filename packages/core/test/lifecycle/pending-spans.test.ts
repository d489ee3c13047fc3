import { SpanStatusCode } from '@opentelemetry/api';
import { canonical } from '../support/canonical.js';
import { end, event, eventOf, idOf, SECOND, start, tentativeEnd, update, withdraw } from '../support/signals.js';
import { createTable, onlySpanOf, spansOf } from '../support/tables.js';

describe('a span with start and end', () => {
  it('leaves once, as any OTel exporter would have sent it', () => {
    const [left, ...others] = spansOf([start({ at: 1, values: { a: 1 } }), end({ at: 3, values: { b: 2 } })]);
    expect(others).toEqual([]);
    expect(left).toMatchObject({ role: 'span', cause: 'ended', completeness: 'finished' });
    expect(left?.span).toMatchObject({ name: 'job', startTime: [1, 0], endTime: [3, 0], duration: [2, 0] });
    expect({ ...left?.span.attributes }).toEqual({ a: 1, b: 2 });
  });

  it('is the same when the end is read first (T2)', () => {
    const [first, second] = [start({ at: 1 }), end({ at: 3 })];
    expect(canonical(onlySpanOf([second, first]))).toBe(canonical(onlySpanOf([first, second])));
  });

  it('waits for records that were written before its end and read after it', () => {
    const span = onlySpanOf([start({ at: 1 }), end({ at: 3 }), event({ at: 2 })]);
    expect(span.events.map(({ name }) => name)).toEqual(['tick']);
  });

  it('has the earliest of several starts and the latest of several ends, which are counted as duplicates', () => {
    const recorded = createTable();
    recorded.feed(start({ at: 2 }), start({ at: 1 }), end({ at: 5 }), end({ at: 7 }), end({ at: 6 }));
    recorded.flush();
    expect(recorded.left[0]?.span).toMatchObject({ startTime: [1, 0], endTime: [7, 0] });
    expect(recorded.duplicates).toBe(3);
  });

  it('ends where it starts when its end lies before that, and says so', () => {
    const span = onlySpanOf([start({ at: 5 }), end({ at: 3 })]);
    expect(span).toMatchObject({ startTime: [5, 0], endTime: [5, 0] });
    expect(span.attributes['spanbridge.time.adjusted']).toBe(true);
  });
});

describe('a span without an end', () => {
  it('ends at the last evidence of itself and of its children when the input is complete (T20)', () => {
    const left = spansOf([
      start({ id: 1, at: 0.5 }),
      event({ id: 1, at: 3 }),
      start({ id: 2, parent: 1, at: 2 }),
      end({ id: 2, parent: 1, at: 7 }),
    ]);
    expect(left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(1), idOf(2)]);
    expect(left[0]).toMatchObject({ cause: 'flushed', completeness: 'unfinished' });
    expect(left[0]?.span).toMatchObject({ endTime: [7, 0], status: { code: SpanStatusCode.UNSET } });
    expect({ ...left[0]?.span.attributes }).toEqual({ 'partial.gc': true, 'spanbridge.end.cause': 'flushed' });
  });

  it('is an error when a record inside says so (T21)', () => {
    expect(onlySpanOf([start(), update({ at: 2, code: SpanStatusCode.ERROR })]).status).toEqual({
      code: SpanStatusCode.ERROR,
    });
  });

  it('is an implicit span when it has no start either, from its first record to its last (T22)', () => {
    const [left] = spansOf([event({ at: 4, name: 'later' }), event({ at: 2, name: 'earlier', hint: 'handler' })]);
    expect(left).toMatchObject({ cause: 'flushed', completeness: 'implicit' });
    expect(left?.span).toMatchObject({ name: 'handler', startTime: [2, 0], endTime: [4, 0] });
    expect({ ...left?.span.attributes }).toEqual({ 'demo.implicit': true });
  });

  it('ends at its start when there is no other record', () => {
    expect(onlySpanOf([start({ at: 4 })])).toMatchObject({ startTime: [4, 0], endTime: [4, 0], duration: [0, 0] });
  });
});

describe('an end without a start', () => {
  it('begins as long before as the record says (T23)', () => {
    const [left] = spansOf([end({ at: 9, durationSeconds: 2 }), event({ at: 3 })]);
    expect(left).toMatchObject({ cause: 'ended', completeness: 'start-missing' });
    expect(left?.span).toMatchObject({ startTime: [7, 0], endTime: [9, 0] });
    expect({ ...left?.span.attributes }).toEqual({ 'spanbridge.start.missing': true });
  });

  it('begins at the first record of itself and its children when the record does not say', () => {
    const left = spansOf([end({ id: 1, at: 9 }), start({ id: 2, parent: 1, at: 4 }), end({ id: 2, parent: 1, at: 5 })]);
    expect(left[0]?.span).toMatchObject({ startTime: [4, 0], endTime: [9, 0] });
  });
});

describe('a record that looks like an end', () => {
  it('ends the span that started under its name, and the earliest does', () => {
    const span = onlySpanOf([
      start({ name: 'job' }),
      tentativeEnd({ name: 'job', at: 8 }),
      tentativeEnd({ name: 'job', at: 6 }),
    ]);
    expect(span.endTime).toEqual([6, 0]);
    expect(span.events.map(({ name, time }) => [name, time])).toEqual([['job.end', [8, 0]]]);
  });

  it('is an event of a span that started under another name', () => {
    const [left] = spansOf([start({ name: 'step' }), tentativeEnd({ name: 'job', at: 6 })]);
    expect(left?.completeness).toBe('unfinished');
    expect(left?.span.events.map(({ name }) => name)).toEqual(['job.end']);
  });

  it('ends a span that never started only if it bears nothing of the application', () => {
    expect(spansOf([tentativeEnd({ name: 'job' })])[0]?.completeness).toBe('start-missing');
    expect(spansOf([tentativeEnd({ name: 'job', values: { items: 3 } })])[0]?.completeness).toBe('implicit');
  });

  it('is the end even if a record of the same words was read before that is none', () => {
    const [left] = spansOf([start(), event({ name: 'job.end', at: 6 }), tentativeEnd({ at: 6 })]);
    expect(left?.completeness).toBe('finished');
    expect(left?.span).toMatchObject({ endTime: [6, 0], events: [], droppedEventsCount: 0 });
  });

  it('yields to a certain end', () => {
    const span = onlySpanOf([start(), tentativeEnd({ at: 6 }), end({ at: 4 })]);
    expect(span.endTime).toEqual([4, 0]);
    expect(span.events).toHaveLength(1);
  });
});

describe('a table with limits', () => {
  it('sends the span that was silent for longest as evicted, and its end as a completion', () => {
    const recorded = createTable({ openSpansMax: 3 });
    recorded.feed(start({ id: 1, at: 1 }), start({ id: 2, at: 2 }), start({ id: 3, at: 3 }));
    expect(recorded.left).toEqual([]);
    recorded.feed(start({ id: 4, at: 4 }));
    expect(recorded.left).toMatchObject([{ role: 'span', cause: 'evicted', completeness: 'unfinished' }]);
    expect(recorded.left[0]?.span.attributes['spanbridge.end.cause']).toBe('evicted');
    recorded.feed(end({ id: 1, at: 9, values: { b: 2 } }));
    const completion = recorded.left[1];
    expect(completion).toMatchObject({ role: 'completion', span: { startTime: [1, 0], endTime: [9, 0] } });
    expect({ ...completion?.span.attributes }).toEqual({ b: 2, 'spanbridge.span.phase': 'completion' });
    recorded.feed(end({ id: 1, at: 9 }));
    expect(recorded.left).toHaveLength(2);
    expect(recorded.duplicates).toBe(1);
    recorded.flush();
    expect(recorded.left.map(({ role }) => role)).toEqual(['span', 'completion', 'span', 'span', 'span']);
  });

  it('evicts a child before its parent when both were silent equally long', () => {
    const recorded = createTable({ openSpansMax: 2 });
    recorded.feed(start({ id: 1 }), start({ id: 2, parent: 1 }), start({ id: 3, parent: 2 }));
    expect(recorded.left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(3)]);
  });

  it('evicts somebody even if all are one another’s parents', () => {
    const recorded = createTable({ openSpansMax: 1 });
    recorded.feed(start({ id: 1, parent: 2 }), start({ id: 2, parent: 1 }));
    expect(recorded.left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(1)]);
  });

  it('keeps a span whose descendants are heard of', () => {
    let nowMs = 0;
    const recorded = createTable({ openSpansMax: 3, now: () => nowMs });
    recorded.feed(start({ id: 1 }));
    nowMs = 1000;
    recorded.feed(start({ id: 2 }));
    nowMs = 2000;
    recorded.feed(start({ id: 3, parent: 1 }), start({ id: 4 }));
    expect(recorded.left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(2)]);
  });

  it('sends the oldest of too many spans that wait for late records', () => {
    const recorded = createTable({ closedSpansMax: 1 });
    recorded.feed(start({ id: 1 }), end({ id: 1, at: 2 }), start({ id: 2 }), end({ id: 2, at: 2 }));
    expect(recorded.left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(1)]);
    expect(recorded.table.size).toBe(1);
  });

  it.each([
    ['openBytesMax' as const, 'evicted'],
    ['closedBytesMax' as const, 'ended'],
  ])('counts what records weigh against %s', (limit, cause) => {
    const recorded = createTable({ [limit]: 100_000 });
    const isClosed = limit === 'closedBytesMax';
    recorded.feed(start({ id: 1 }), ...(isClosed ? [end({ id: 1, at: 9 })] : []));
    expect(recorded.left).toEqual([]);
    recorded.feed(event({ id: 1, values: { text: 'x'.repeat(100_000) } }));
    expect(recorded.left).toMatchObject([{ cause }]);
  });

  it('counts the weight of records over the limit of events while one of them may be the end', () => {
    const recorded = createTable({ openBytesMax: 100_000 });
    for (let at = 1; at <= 130; at += 1) recorded.feed(event({ at }));
    recorded.feed(tentativeEnd({ at: 999, values: { text: 'x'.repeat(100_000) } }));
    expect(recorded.left).toMatchObject([{ cause: 'evicted' }]);
  });

  it('opens a span again when an earlier start bears another name than what looked like its end', () => {
    const recorded = createTable({ closedSpansMax: 1 });
    recorded.feed(start({ name: 'job', at: 5 }), tentativeEnd({ name: 'job', at: 9 }), start({ name: 'step', at: 1 }));
    recorded.feed(start({ id: 2 }), end({ id: 2, at: 2 }), start({ id: 3 }), end({ id: 3, at: 2 }));
    expect(recorded.left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(2)]);
    recorded.flush();
    expect(recorded.left.find(({ span }) => span.spanContext().spanId === idOf(1))).toMatchObject({
      cause: 'flushed',
      completeness: 'unfinished',
    });
  });
});

describe('withdraw', () => {
  it('takes a span back: nothing of it leaves, and it is counted', () => {
    const recorded = createTable();
    recorded.feed(start(), event(), withdraw());
    recorded.flush();
    expect(recorded.left).toEqual([]);
    expect(recorded.table.withdrawnCount).toBe(1);
    expect(recorded.table.size).toBe(0);
  });

  it('does nothing to a span that has left', () => {
    const recorded = createTable({ closedSpansMax: 0 });
    recorded.feed(start(), end({ at: 2 }), withdraw());
    expect(recorded.left).toHaveLength(1);
    expect(recorded.table.withdrawnCount).toBe(0);
  });
});

describe('evidence of children', () => {
  it('reaches a parent that appears only after they have left', () => {
    const recorded = createTable({ closedSpansMax: 0 });
    recorded.feed(start({ id: 2, parent: 1, at: 2 }), end({ id: 2, parent: 1, at: 8 }), start({ id: 1, at: 1 }));
    recorded.flush();
    expect(recorded.left[1]?.span).toMatchObject({ name: 'job', endTime: [8, 0] });
  });
});

describe('flush', () => {
  it('sends one span a step, so that whoever takes them can wait in between', () => {
    const recorded = createTable();
    recorded.feed(start({ id: 1 }), start({ id: 2 }));
    const steps = recorded.table.flush();
    steps.next();
    expect(recorded.left).toHaveLength(1);
    steps.next();
    expect(recorded.left).toHaveLength(2);
    expect(steps.next().done).toBe(true);
  });

  it('passes over a span that was taken back between two steps', () => {
    const recorded = createTable();
    recorded.feed(start({ id: 1 }), start({ id: 2 }));
    const steps = recorded.table.flush();
    steps.next();
    recorded.feed(withdraw({ id: 2 }));
    expect(steps.next().done).toBe(true);
    expect(recorded.left).toHaveLength(1);
  });
});

describe('memory of what has left', () => {
  it('opens a forgotten span anew, and counts what was forgotten', () => {
    const recorded = createTable({ closedSpansMax: 0, endedKeysMax: 1 });
    for (const id of [1, 2]) recorded.feed(start({ id }), end({ id, at: 2 }));
    expect(recorded.table.forgotten).toBe(1);
    recorded.feed(event({ id: 1 }));
    recorded.flush();
    expect(recorded.left[2]).toMatchObject({ completeness: 'implicit' });
  });

  it('carries a chain of parents twice as long as the table, and loses none', () => {
    const recorded = createTable({ openSpansMax: 10_000 });
    for (let id = 1; id <= 20_000; id += 1) recorded.feed(start({ id, ...(id > 1 ? { parent: id - 1 } : {}), at: id }));
    recorded.flush();
    expect(recorded.left).toHaveLength(20_000);
    expect(new Set(recorded.left.map(({ span }) => span.spanContext().spanId)).size).toBe(20_000);
  });
});

it('times in signals are nanoseconds', () => {
  expect(start({ at: 1.5 }).timeUnixNano).toBe((SECOND * 3n) / 2n);
  expect(eventOf('tick', 2).timeUnixNano).toBe(2n * SECOND);
});

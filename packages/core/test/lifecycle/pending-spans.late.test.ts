import { end, event, idOf, start, tentativeEnd, TRACE_ID, update } from '../support/signals.js';
import { createTable } from '../support/tables.js';

describe('expire', () => {
  it('sends a silent span once, its end as a completion, and the same end again not at all (T25)', () => {
    let nowMs = 0;
    const recorded = createTable({ now: () => nowMs });
    recorded.feed(start({ at: 1 }));
    nowMs = 999;
    recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    expect(recorded.left).toEqual([]);
    nowMs = 1000;
    recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    expect(recorded.left).toMatchObject([{ role: 'span', cause: 'expired', completeness: 'unfinished' }]);
    recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    recorded.feed(end({ at: 9 }));
    expect(recorded.left).toMatchObject([{ role: 'span' }, { role: 'completion' }]);
    expect(recorded.left[1]?.span).toMatchObject({
      parentSpanContext: { spanId: idOf(1) },
      links: [{ context: { traceId: TRACE_ID, spanId: idOf(1) } }],
      endTime: [9, 0],
    });
    recorded.feed(end({ at: 9 }));
    recorded.flush();
    expect(recorded.left).toHaveLength(2);
    expect(recorded.duplicates).toBe(1);
  });

  it('hears a span when its child is heard of', () => {
    let nowMs = 0;
    const recorded = createTable({ now: () => nowMs });
    recorded.feed(start({ id: 1 }), start({ id: 2, parent: 1 }));
    nowMs = 900;
    recorded.feed(event({ id: 2, parent: 1, at: 2 }));
    nowMs = 1800;
    recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    expect(recorded.left).toEqual([]);
    nowMs = 1900;
    recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    expect(recorded.left.map(({ span }) => span.spanContext().spanId)).toEqual([idOf(1), idOf(2)]);
  });

  it('tells a parent how long its child lived when both leave together', () => {
    let nowMs = 0;
    const recorded = createTable({ now: () => nowMs });
    recorded.feed(start({ id: 1, at: 1 }), start({ id: 2, parent: 1, at: 2 }), event({ id: 2, parent: 1, at: 8 }));
    nowMs = 1000;
    recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    expect(recorded.left.map(({ span }) => span.endTime)).toEqual([
      [8, 0],
      [8, 0],
    ]);
  });

  it('does nothing with a time-out of 0, and nothing while the clock stands', () => {
    const recorded = createTable();
    recorded.feed(start());
    recorded.table.expire({ timeoutMs: 0, implicitTimeoutMs: 0 });
    recorded.table.expire({ timeoutMs: 1, implicitTimeoutMs: 1 });
    expect(recorded.left).toEqual([]);
  });

  it('lets a span end plainly if the clock did not move while the source stood still (T27)', () => {
    const recorded = createTable({ now: () => 5000 });
    recorded.feed(start());
    recorded.table.expire({ timeoutMs: 60_000, implicitTimeoutMs: 60_000 });
    recorded.feed(end({ at: 601 }));
    recorded.flush();
    expect(recorded.left).toMatchObject([{ cause: 'ended', completeness: 'finished' }]);
  });
});

describe('what comes after its span has left', () => {
  function closedSpan() {
    const recorded = createTable({ closedSpansMax: 0 });
    recorded.feed(start({ at: 1 }), tentativeEnd({ at: 3 }));
    expect(recorded.left).toHaveLength(1);
    return recorded;
  }

  it('an event becomes a zero-length child at its time, and the span is not sent again (T31)', () => {
    const recorded = closedSpan();
    recorded.feed(event({ at: 2, name: 'late', values: { a: 1 } }));
    recorded.flush();
    expect(recorded.left.map(({ role }) => role)).toEqual(['span', 'late']);
    expect(recorded.left[1]?.span).toMatchObject({
      name: 'late',
      startTime: [2, 0],
      endTime: [2, 0],
      parentSpanContext: { traceId: TRACE_ID, spanId: idOf(1) },
    });
  });

  it('two identical events have one id, two different ones have two (T32)', () => {
    const recorded = closedSpan();
    recorded.feed(event({ at: 2 }), event({ at: 2 }), event({ at: 2, values: { a: 1 } }));
    const ids = recorded.left.slice(1).map(({ span }) => span.spanContext().spanId);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(2);
  });

  it('a second start or a certain end is a duplicate, a record that looks like an end is late', () => {
    const recorded = closedSpan();
    recorded.feed(end({ at: 3 }), tentativeEnd({ name: 'other', at: 4 }), start());
    expect(recorded.duplicates).toBe(2);
    expect(recorded.left.map(({ span }) => span.name)).toEqual(['job', 'other.end']);
  });

  it('the same lines again, from the first on, are duplicates and nothing leaves (T48)', () => {
    const recorded = createTable({ closedSpansMax: 0 });
    const lines = [start({ at: 1 }), event({ at: 2 }), update({ at: 2 }), tentativeEnd({ at: 3 })];
    recorded.feed(...lines);
    recorded.feed(...lines.slice(0, 1), ...lines);
    recorded.flush();
    // The event and the update were read before the span had ended, so they are in it.
    expect(recorded.left.map(({ role }) => role)).toEqual(['span']);
    expect(recorded.duplicates).toBe(5);
  });

  it('also for a span that left unfinished, whose end still completes it when it comes at last', () => {
    const recorded = createTable({ openSpansMax: 0 });
    recorded.feed(start({ at: 1 }), start({ at: 1 }), event({ at: 2 }), end({ at: 9 }), end({ at: 9 }));
    expect(recorded.left.map(({ role }) => role)).toEqual(['span', 'completion']);
    expect(recorded.duplicates).toBe(3);
  });

  it('the start of a span that left without one waits for the end', () => {
    const recorded = createTable({ openSpansMax: 0 });
    recorded.feed(event({ at: 5 }), start({ at: 1, values: { a: 1 } }));
    expect(recorded.left).toMatchObject([{ completeness: 'implicit' }]);
    recorded.feed(end({ at: 9 }));
    expect(recorded.left[1]).toMatchObject({
      role: 'completion',
      span: { name: 'job', startTime: [1, 0], endTime: [9, 0] },
    });
  });

  it('the start whose end never comes is told at the flush', () => {
    const recorded = createTable({ openSpansMax: 0 });
    recorded.feed(event({ at: 5 }), start({ at: 1, values: { a: 1 } }));
    recorded.flush();
    expect(recorded.left[1]).toMatchObject({ role: 'completion', span: { startTime: [1, 0], endTime: [5, 0] } });
    expect(recorded.left[1]?.span.attributes['a']).toBe(1);
  });
});

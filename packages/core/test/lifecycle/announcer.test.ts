import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { SpanStatusCode } from '@opentelemetry/api';
import type { LedgerNote } from '../../src/diagnostics/ledger.js';
import type { PendingSpansOptions } from '../../src/lifecycle/pending-spans.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import type { ProvisionalStrategy } from '../../src/provisional/strategy.js';
import type { WithdrawableSpan } from '../../src/span/announced-spans.js';
import { canonical } from '../support/canonical.js';
import { end, event, start, tentativeEnd, update, withdraw } from '../support/signals.js';
import { createTable, type RecordedTable } from '../support/tables.js';

const REAL = '0000000000000001';

/** A table with a clock by hand, and everything that it told. */
function createProgram(strategy: ProvisionalStrategy, limits: Partial<PendingSpansOptions> = {}) {
  const clock = { ms: 0, unixMs: 1_700_000_000_000 };
  const partials: (readonly [event: string, span: ReadableSpan])[] = [];
  const notes: Partial<Record<LedgerNote, number>> = {};
  const open = (): RecordedTable =>
    createTable({
      provisional: { strategy },
      now: () => clock.ms,
      unixNow: () => clock.unixMs,
      onPartial: (span, partial) => partials.push([partial, span]),
      onNote: (note, count) => (notes[note] = (notes[note] ?? 0) + count),
      ...limits,
    });
  const recorded = open();
  const pass = (ms: number, table = recorded): void => {
    clock.ms += ms;
    clock.unixMs += ms;
    table.table.announce();
  };
  const feed = (...signals: readonly SpanSignal[]): void => {
    recorded.feed(...signals);
  };
  const flush = (): void => {
    recorded.flush();
  };
  return { ...recorded, recorded, open, clock, pass, partials, notes, feed, flush };
}

function shown({ left }: RecordedTable): string[] {
  return left.map(({ role, span }) => `${role} ${span.name} ${span.spanContext().spanId}`);
}

describe('hold', () => {
  it('sends one span at its end and tells nothing before (T1)', () => {
    const { feed, flush, pass, recorded } = createProgram('hold');
    feed(start());
    pass(60_000);
    feed(end({ at: 2 }));
    flush();
    expect(shown(recorded)).toEqual([`span job ${REAL}`]);
    expect(recorded.left[0]?.span.attributes).toEqual({});
  });
});

describe('marker', () => {
  it.each([
    [4_999, [`span job ${REAL}`]],
    [5_001, ['marker job d57c4d5a8fbae04f', `span job ${REAL}`]],
  ])('of a span that ran for %d ms leaves %j (T4)', (ms, expected) => {
    const { feed, flush, pass, recorded } = createProgram('marker');
    feed(start());
    pass(ms);
    feed(end({ at: 2 }));
    flush();
    expect(shown(recorded).map((line) => line.replace(/marker job .*/, 'marker job d57c4d5a8fbae04f'))).toEqual(
      expected,
    );
  });

  it('of spans an hour old that are read within a second does not exist (T5)', () => {
    const { feed, pass, recorded } = createProgram('marker');
    for (let id = 1; id <= 10_000; id += 1) feed(start({ id, at: 1 }), end({ id, at: 2 }));
    pass(1_000);
    expect(recorded.left.filter(({ role }) => role === 'marker')).toEqual([]);
    expect(recorded.table.nextAnnouncementMs).toBeUndefined();
  });

  it('is told once, and is taken back when the end is known (T7, T8)', () => {
    const { feed, pass, recorded } = createProgram('marker');
    feed(start());
    pass(5_000);
    pass(60_000);
    const markers = recorded.left.filter(({ role }) => role === 'marker');
    expect(markers).toHaveLength(1);
    const marker = markers[0]?.span as WithdrawableSpan;
    expect(marker.isWithdrawn()).toBe(false);
    feed(end({ at: 2 }));
    expect(marker.isWithdrawn()).toBe(true);
  });

  it.each([
    [
      'evicted',
      (program: ReturnType<typeof createProgram>) => {
        program.flush();
      },
    ],
    [
      'withdrawn',
      (program: ReturnType<typeof createProgram>) => {
        program.feed(withdraw());
      },
    ],
  ])('is taken back when its span is %s', (_how, leave) => {
    const program = createProgram('marker');
    program.feed(start());
    program.pass(5_000);
    const marker = program.left[0]?.span as WithdrawableSpan;
    leave(program);
    expect(marker.isWithdrawn()).toBe(true);
  });

  it('is the same for the same start, whatever came after it (T9)', () => {
    const [bare, rich] = [createProgram('marker'), createProgram('marker')];
    bare.feed(start({ values: { a: 1 } }));
    rich.feed(event({ at: 0 }), start({ values: { a: 1 } }), update({ values: { b: 2 }, code: SpanStatusCode.ERROR }));
    for (const program of [bare, rich]) program.pass(5_000);
    const bytesOf = ({ left }: RecordedTable): (string | undefined)[] => left.map(({ span }) => canonical(span));
    expect(bytesOf(rich)).toEqual(bytesOf(bare));
  });

  it('waits for the start, whose word on the parent is final; the age counts from there (T10)', () => {
    const { feed, pass, recorded } = createProgram('marker');
    feed(event({ parent: 7, at: 1 }));
    pass(60_000);
    expect(recorded.left).toEqual([]);
    feed(start({ parent: 8, at: 0 }));
    pass(4_999);
    expect(recorded.left).toEqual([]);
    pass(1);
    expect(recorded.left[0]?.span.attributes['logfire.pending_parent_id']).toBe('0000000000000008');
  });

  it('of a parent leaves before those of its children, also when it was read later', () => {
    const { feed, pass, recorded } = createProgram('marker');
    feed(start({ id: 3, parent: 2, name: 'grandchild', at: 3 }), start({ id: 2, parent: 1, name: 'child', at: 2 }));
    feed(start({ id: 1, name: 'root' }));
    pass(5_000);
    expect(recorded.left.map(({ span }) => span.name)).toEqual(['root', 'child', 'grandchild']);
  });

  it('comes again when what looked like the end was none', () => {
    const { feed, pass, recorded } = createProgram('marker');
    feed(start({ name: 'job', at: 1 }), tentativeEnd({ name: 'job', at: 2 }));
    pass(5_000);
    feed(start({ name: 'other', at: 0 }));
    pass(5_000);
    expect(shown(recorded).map((line) => line.split(' ')[1])).toEqual(['other']);
  });

  it('is not told twice by the run after a restart (T28)', () => {
    const program = createProgram('marker', { isTracked: true });
    program.feed(start({ id: 1 }), start({ id: 2, name: 'young' }));
    program.pass(5_000);
    const markedBefore = program.left.length;
    const later = program.open();
    later.table.restore(program.table.pieces());
    program.pass(5_000, later);
    expect(markedBefore).toBe(2);
    expect(later.left).toEqual([]);
    later.feed(end({ id: 1, at: 2 }), end({ id: 2, at: 2, name: 'young' }));
    later.flush();
    expect(later.left.map(({ role, completeness }) => `${role} ${completeness}`)).toEqual([
      'span finished',
      'span finished',
    ]);
  });

  it('of a span that was too young before a restart waits the whole age anew', () => {
    const program = createProgram('marker', { isTracked: true });
    program.feed(start());
    program.pass(4_000);
    const later = program.open();
    later.table.restore(program.table.pieces());
    program.pass(4_999, later);
    expect(later.left).toEqual([]);
    program.pass(1, later);
    expect(later.left.map(({ role }) => role)).toEqual(['marker']);
  });
});

describe('anchor', () => {
  /** What left, without a place in any order. */
  const bytes = ({ left }: RecordedTable): string[] =>
    left.map(({ role, span }) => `${role} ${canonical(span)}`).sort();

  it('leaves at the start under the real id; the end completes it under a derived one (T12)', () => {
    const { feed, flush, recorded } = createProgram('anchor');
    feed(start({ parent: 9, at: 1 }));
    expect(recorded.left.map(({ role }) => role)).toEqual(['anchor']);
    feed(event({ at: 1.5 }), end({ at: 2, values: { rows: 3 } }));
    flush();
    const [anchor, completion] = recorded.left.map(({ span }) => span);
    expect(anchor?.spanContext().spanId).toBe(REAL);
    expect(anchor?.parentSpanContext?.spanId).toBe('0000000000000009');
    expect(completion?.parentSpanContext?.spanId).toBe(REAL);
    expect(completion).toMatchObject({
      startTime: [1, 0],
      endTime: [2, 0],
      attributes: { rows: 3, 'spanbridge.span.phase': 'completion' },
      events: [{ name: 'tick' }],
      links: [],
    });
    expect(recorded.left[1]?.role).toBe('completion');
  });

  it('gives the same set of bytes whichever of start and end is read first, and whenever spans leave (T12)', () => {
    const orders = [
      [start({ values: { a: 1 } }), event({ at: 1.5 }), end({ at: 2 })],
      [end({ at: 2 }), start({ values: { a: 1 } }), event({ at: 1.5 })],
      [event({ at: 1.5 }), end({ at: 2 }), start({ values: { a: 1 } })],
    ];
    const sets = orders.map((signals) => {
      const program = createProgram('anchor');
      program.feed(...signals);
      program.flush();
      return bytes(program);
    });
    expect(sets[1]).toEqual(sets[0]);
    expect(sets[2]).toEqual(sets[0]);
  });

  it('of a span that one record holds whole does not exist, by a rule on its content', () => {
    const { feed, flush, recorded, notes } = createProgram('anchor');
    feed({ ...start(), isWhole: true }, end({ at: 2 }));
    flush();
    expect(shown(recorded)).toEqual([`span job ${REAL}`]);
    expect(notes).toEqual({ anchorsSkipped: 1 });
  });

  it('without an end is followed by an unfinished span under an id of its own, and a late end completes it (T14)', () => {
    const { feed, flush, recorded } = createProgram('anchor');
    feed(start(), event({ at: 3 }));
    flush();
    feed(end({ at: 4 }));
    const [anchor, unfinished, completion] = recorded.left.map(({ span }) => span);
    expect(recorded.left.map(({ role }) => role)).toEqual(['anchor', 'unfinished', 'completion']);
    expect(new Set(recorded.left.map(({ span }) => span.spanContext().spanId)).size).toBe(3);
    expect(anchor?.spanContext().spanId).toBe(REAL);
    expect(unfinished).toMatchObject({
      parentSpanContext: { spanId: REAL },
      endTime: [3, 0],
      attributes: {
        'partial.gc': true,
        'spanbridge.end.cause': 'flushed',
        'spanbridge.span.phase': 'unfinished',
      },
    });
    expect(completion).toMatchObject({ parentSpanContext: { spanId: REAL }, links: [{ context: { spanId: REAL } }] });
  });

  it('stays as it was sent: a second start is a duplicate, even an earlier one', () => {
    const { feed, flush, recorded } = createProgram('anchor');
    feed(start({ at: 2, name: 'first' }), start({ at: 1, name: 'earlier' }), end({ at: 3 }));
    flush();
    expect(recorded.duplicates).toBe(1);
    expect(recorded.left.map(({ span }) => [span.name, span.startTime])).toEqual([
      ['first', [2, 0]],
      ['first', [2, 0]],
    ]);
  });

  it('survives a restart: the end of the next run completes it', () => {
    const program = createProgram('anchor', { isTracked: true });
    program.feed(start());
    const later = program.open();
    later.table.restore(program.table.pieces());
    later.feed(start(), end({ at: 2 }));
    later.flush();
    expect(later.left.map(({ role }) => role)).toEqual(['completion']);
    expect(later.duplicates).toBe(1);
  });

  it('whose span is taken back is followed by nothing (T34)', () => {
    const { feed, flush, recorded, notes } = createProgram('anchor');
    feed(start(), withdraw());
    flush();
    expect(recorded.left.map(({ role }) => role)).toEqual(['anchor']);
    expect(notes).toEqual({ withdrawn: 1 });
  });
});

describe('log', () => {
  it('of a span of four seconds is silent (T15)', () => {
    const { feed, pass, partials, flush } = createProgram('log');
    feed(start());
    pass(4_000);
    feed(end({ at: 5 }));
    flush();
    expect(partials).toEqual([]);
  });

  it('of a span of twelve seconds beats at 5 s and 10 s, stops, and sends the span as it is (T16)', () => {
    const { feed, pass, partials, flush, recorded } = createProgram('log');
    const heard: number[] = [];
    feed(start());
    for (let ms = 1_000; ms <= 12_000; ms += 1_000) {
      pass(1_000);
      while (heard.length < partials.length) heard.push(ms);
    }
    feed(end({ at: 13 }));
    expect(partials.map(([partial]) => partial)).toEqual(['heartbeat', 'heartbeat']);
    flush();
    expect(heard).toEqual([5_000, 10_000]);
    expect(partials.map(([partial, span]) => [partial, span.ended])).toEqual([
      ['heartbeat', false],
      ['heartbeat', false],
      ['stop', true],
    ]);
    expect(partials[2]?.[1]).toBe(recorded.left[0]?.span);
    expect(shown(recorded)).toEqual([`span job ${REAL}`]);
    pass(60_000);
    expect(partials).toHaveLength(3);
  });

  it('tells in a heartbeat what is known by then', () => {
    const { feed, pass, partials } = createProgram('log');
    feed(start());
    pass(5_000);
    feed(event({ at: 3 }));
    pass(5_000);
    expect(partials.map(([, span]) => span.events.length)).toEqual([0, 1]);
  });

  it('that was silent for more than three intervals has lost the real id: the end goes out beside it (T18)', () => {
    const { feed, pass, partials, clock, flush, recorded, notes } = createProgram('log');
    feed(start());
    pass(5_000);
    clock.ms += 20_000;
    feed(end({ at: 30, values: { rows: 3 } }));
    flush();
    expect(partials.map(([partial]) => partial)).toEqual(['heartbeat']);
    expect(recorded.left.map(({ role }) => role)).toEqual(['completion']);
    expect(recorded.left[0]?.span).toMatchObject({
      parentSpanContext: { spanId: REAL },
      endTime: [30, 0],
      attributes: { rows: 3, 'spanbridge.span.phase': 'completion' },
      links: [{ context: { spanId: REAL } }],
    });
    expect(notes).toEqual({ sentElsewhere: 1 });
  });

  it('knows after a restart how long heartbeats were missing', () => {
    const program = createProgram('log', { isTracked: true });
    program.feed(start({ id: 1 }));
    program.pass(5_000);
    const pieces = [...program.table.pieces()];
    program.clock.ms = 3;
    program.clock.unixMs += 10_000;
    const soon = program.open();
    soon.table.restore(pieces);
    soon.table.announce();
    expect(program.partials.map(([partial]) => partial)).toEqual(['heartbeat', 'heartbeat']);
    program.clock.unixMs += 10_000;
    const late = program.open();
    late.table.restore(pieces);
    late.table.announce();
    late.feed(end({ at: 40 }));
    late.flush();
    expect(late.left.map(({ role }) => role)).toEqual(['completion']);
  });

  it('stops before the span leaves unfinished (T19)', () => {
    const { feed, pass, partials, flush, recorded } = createProgram('log');
    feed(start());
    pass(5_000);
    flush();
    expect(partials.map(([partial]) => partial)).toEqual(['heartbeat', 'stop']);
    expect(recorded.left.map(({ role, completeness }) => [role, completeness])).toEqual([['span', 'unfinished']]);
  });

  it('stops when the span is taken back', () => {
    const { feed, pass, partials, recorded } = createProgram('log');
    feed(start());
    pass(5_000);
    feed(withdraw());
    expect(partials.map(([partial, span]) => [partial, span.ended])).toEqual([
      ['heartbeat', false],
      ['stop', false],
    ]);
    expect(recorded.left).toEqual([]);
  });
});

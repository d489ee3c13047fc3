import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { SpanStatusCode } from '@opentelemetry/api';
import type { WithdrawableSpan } from '../../src/span/announced-spans.js';
import { canonical } from '../support/canonical.js';
import { createProgram, REAL, shown } from '../support/programs.js';
import { end, event, start, tentativeEnd, update, withdraw } from '../support/signals.js';
import type { RecordedTable } from '../support/tables.js';

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
    const bytesOf = ({ left }: RecordedTable): (string | undefined)[] =>
      left.map(({ span }) => canonical({ ...span, spanContext: () => span.spanContext() }));
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

  it('of a parent goes along with that of its child, when the start of the parent was read later', () => {
    const { feed, pass, recorded } = createProgram('marker');
    feed(start({ id: 3, parent: 2, name: 'grandchild', at: 3 }));
    pass(2_000);
    feed(start({ id: 2, parent: 1, name: 'child', at: 2 }), start({ id: 1, name: 'root' }));
    pass(3_000);
    expect(recorded.left.map(({ span }) => span.name)).toEqual(['root', 'child', 'grandchild']);
    pass(60_000);
    expect(recorded.left).toHaveLength(3);
  });

  it('of parents in a circle leaves once each', () => {
    const { feed, pass, recorded } = createProgram('marker');
    feed(start({ id: 1, parent: 2, name: 'a' }), start({ id: 2, parent: 1, name: 'b' }));
    pass(5_000);
    pass(5_000);
    expect(recorded.left.map(({ span }) => span.name).sort()).toEqual(['a', 'b']);
  });

  it.each([
    ['is the parent', update({ parent: 8, at: 4 }), '0000000000000008'],
    ['is a root', update({ at: 4 }), '0000000000000000'],
  ])(
    'waits for a parent that the start leaves open, and goes at once when a record says that it %s (T10)',
    (_says, record, expected) => {
      const { feed, pass, recorded } = createProgram('marker');
      feed({ ...start({ parent: 7 }), parentStanding: 'open' });
      pass(60_000);
      feed(event({ parent: 7, at: 2 }));
      pass(60_000);
      expect(recorded.left).toEqual([]);
      expect(recorded.table.nextAnnouncementMs).toBeUndefined();
      feed({ ...record, parentStanding: 'settled' });
      pass(0);
      expect(recorded.left[0]?.span.attributes['logfire.pending_parent_id']).toBe(expected);
      feed(end({ at: 9 }));
      recorded.flush();
      expect(recorded.left[1]?.span.parentSpanContext?.spanId ?? '0000000000000000').toBe(expected);
    },
  );

  it('of a parent that is settled in time has the age of its span', () => {
    const { feed, pass, recorded } = createProgram('marker', { isTracked: true });
    feed({ ...start(), parentStanding: 'open' }, { ...update({ parent: 8 }), parentStanding: 'settled' });
    const later = createProgram('marker', { isTracked: true });
    later.table.restore(recorded.table.pieces());
    pass(5_000);
    later.pass(5_000);
    expect(recorded.left.map(({ role }) => role)).toEqual(['marker']);
    expect(canonical(later.left[0]?.span as ReadableSpan)).toBe(canonical(recorded.left[0]?.span as ReadableSpan));
  });

  it('that was due and not told yet when the end came is counted; one that was too young is none', () => {
    const { feed, clock, notes, recorded } = createProgram('marker');
    feed(start({ id: 1 }), start({ id: 2 }));
    clock.ms += 4_999;
    feed(end({ id: 1, at: 2 }));
    clock.ms += 1;
    feed(end({ id: 2, at: 2 }), event({ id: 2, at: 2 }));
    recorded.table.announce();
    expect(recorded.left).toEqual([]);
    expect(notes).toEqual({ markersSuppressed: 1 });
  });

  it('is all that there is of a span that was then taken back, whatever is read of it again', () => {
    const { feed, pass, flush, recorded } = createProgram('marker');
    feed(start());
    pass(5_000);
    feed(withdraw(), start({ at: 0, name: 'other' }), event(), end({ at: 3 }));
    pass(5_000);
    flush();
    expect(shown(recorded)).toHaveLength(1);
    expect(recorded.duplicates).toBe(3);
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

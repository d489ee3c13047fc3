import { canonical } from '../support/canonical.js';
import { createProgram, REAL, shown } from '../support/programs.js';
import { end, event, start, update, withdraw } from '../support/signals.js';
import type { RecordedTable } from '../support/tables.js';

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

  it('of a span whose parent is open at the start does not exist, whatever is settled later', () => {
    const { feed, flush, recorded, notes } = createProgram('anchor');
    feed(
      { ...start(), parentStanding: 'open' },
      { ...update({ parent: 8 }), parentStanding: 'settled' },
      end({ at: 2 }),
    );
    flush();
    expect(shown(recorded)).toEqual([`span job ${REAL}`]);
    expect(recorded.left[0]?.span.parentSpanContext?.spanId).toBe('0000000000000008');
    expect(notes).toEqual({ anchorsSkipped: 1 });
  });

  it('keeps the real id also in a run that holds', () => {
    const program = createProgram('anchor', { isTracked: true });
    program.feed(start());
    const later = createProgram('hold', { isTracked: true });
    later.table.restore(program.table.pieces());
    later.feed(end({ at: 2 }));
    later.flush();
    expect(later.left.map(({ role }) => role)).toEqual(['completion']);
  });

  it('without an end is followed by an unfinished span under another id, and a late end completes it (T14)', () => {
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

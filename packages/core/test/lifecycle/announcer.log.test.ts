import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { canonical } from '../support/canonical.js';
import { createProgram, REAL, shown } from '../support/programs.js';
import { end, event, start, tentativeEnd, withdraw } from '../support/signals.js';

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
    // Its final may wait for late records for longer than a collector waits for a heartbeat.
    expect(partials.map(([partial]) => partial)).toEqual(['heartbeat', 'heartbeat', 'stop']);
    expect(recorded.left).toEqual([]);
    pass(60_000);
    flush();
    expect(heard).toEqual([5_000, 10_000]);
    expect(partials.map(([partial, span]) => [partial, span.ended])).toEqual([
      ['heartbeat', false],
      ['heartbeat', false],
      ['stop', true],
    ]);
    expect(canonical(partials[2]?.[1] as ReadableSpan)).toBe(canonical(recorded.left[0]?.span as ReadableSpan));
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
    expect(notes).toEqual({ heartbeats: 1, sentElsewhere: 1 });
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

  it('that stood still while the clock of the table did, too, has lost the real id (T18)', () => {
    const { feed, pass, clock, flush, recorded } = createProgram('log');
    feed(start());
    pass(5_000);
    clock.unixMs += 600_000;
    feed(end({ at: 30 }));
    flush();
    expect(recorded.left.map(({ role }) => role)).toEqual(['completion']);
  });

  it('of a span that a collector has sent beats never again, and leaves unfinished beside it', () => {
    const { feed, pass, clock, partials, flush, recorded } = createProgram('log');
    feed(start());
    pass(5_000);
    clock.unixMs += 600_000;
    for (let beat = 0; beat < 4; beat += 1) pass(5_000);
    flush();
    expect(partials.map(([partial]) => partial)).toEqual(['heartbeat']);
    expect(recorded.left.map(({ role, completeness }) => [role, completeness])).toEqual([['unfinished', 'unfinished']]);
    feed(end({ at: 40 }));
    expect(recorded.left[1]?.role).toBe('completion');
  });

  it('never beats after its stop, also when what looked like the end was none (T17)', () => {
    const { feed, pass, partials, flush, recorded } = createProgram('log');
    feed(start({ name: 'job', at: 1 }));
    pass(5_000);
    feed(tentativeEnd({ name: 'job', at: 2 }), start({ name: 'other', at: 0 }));
    pass(60_000);
    flush();
    expect(partials.map(([partial]) => partial)).toEqual(['heartbeat', 'stop']);
    expect(recorded.left.map(({ role, completeness }) => [role, completeness])).toEqual([['span', 'unfinished']]);
  });

  it('stops a span of an earlier run also in one that holds', () => {
    const program = createProgram('log', { isTracked: true });
    program.feed(start());
    program.pass(5_000);
    const later = createProgram('hold', { isTracked: true });
    later.table.restore(program.table.pieces());
    later.feed(end({ at: 7 }));
    later.flush();
    expect(later.partials.map(([partial]) => partial)).toEqual(['stop']);
    expect(later.left.map(({ role }) => role)).toEqual(['span']);
  });

  it('goes on after a restart in the order of its last heartbeats', () => {
    const program = createProgram('log', { isTracked: true });
    program.feed(start({ id: 2, name: 'late' }));
    program.pass(1_000);
    program.feed(start({ id: 1, name: 'later' }));
    program.pass(4_000);
    program.pass(1_000);
    const later = program.open();
    later.table.restore([...program.table.pieces()].reverse());
    expect(later.table.nextAnnouncementMs).toBe(10_000);
    program.pass(4_000, later);
    expect(program.partials.map(([, span]) => span.name)).toEqual(['late', 'later', 'late']);
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

import fc from 'fast-check';
import {
  attributesText,
  compareEvents,
  compareSignals,
  compareTexts,
  signalText,
} from '../../src/lifecycle/content-text.js';
import { arbitrarySignals } from '../support/arbitrary-signals.js';
import { end, eventOf, idOf, start, update } from '../support/signals.js';

describe('attributesText', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ a: 0 }, { a: -0 }],
    [{ a: [0, -0] }, { a: [-0, 0] }],
    [{ a: '1' }, { a: 1 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: true }, { a: 'true' }],
  ])('case %#: tells two sets apart', (a, b) => {
    expect(attributesText(eventOf('e', 1, a).attributes)).not.toBe(attributesText(eventOf('e', 1, b).attributes));
  });
});

describe('compareEvents', () => {
  it('orders by time, then name, then attributes', () => {
    const ordered = [
      eventOf('z', 1),
      eventOf('a', 2),
      eventOf('b', 2, { a: 1 }),
      eventOf('b', 2, { a: 2 }),
      eventOf('a', 10),
    ];
    const shuffled = [3, 0, 4, 2, 1].flatMap((index) => ordered.slice(index, index + 1));
    expect(shuffled.sort(compareEvents)).toEqual(ordered);
  });

  it('is 0 for the same event told twice', () => {
    expect(compareEvents(eventOf('a', 1, { x: [1] }), eventOf('a', 1, { x: [1] }))).toBe(0);
  });
});

describe('compareSignals', () => {
  it('is 0 for the same record read twice', () => {
    expect(compareSignals(start({ values: { a: 1 } }), start({ values: { a: 1 } }))).toBe(0);
    expect(compareSignals(update(), update())).toBe(0);
    const events = [eventOf('exception', 1)];
    expect(compareSignals(end({ events, durationSeconds: 1 }), end({ events, durationSeconds: 1 }))).toBe(0);
  });

  it('orders by time first', () => {
    expect(compareSignals(start({ at: 2, name: 'a' }), start({ at: 10, name: 'b' }))).toBe(-1);
    expect(compareSignals(start({ at: 10, name: 'a' }), start({ at: 2, name: 'b' }))).toBe(1);
  });

  it('is a total order: turning two signals round turns the answer round', () => {
    fc.assert(
      fc.property(arbitrarySignals({ hasManySystems: false }), (signals) => {
        const ends = signals.filter((signal) => signal.type === 'end');
        for (const a of ends) {
          for (const b of ends) expect(compareSignals(a, b) + compareSignals(b, a)).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('signalText', () => {
  it('tells the link of a start, with its attributes', () => {
    const context = { traceId: idOf(1) + idOf(2), spanId: idOf(3), traceFlags: 1 };
    const texts = [
      start(),
      start({ links: [{ context }] }),
      start({ links: [{ context, attributes: { a: 1 } }] }),
      start({ links: [{ context: { ...context, spanId: idOf(4) } }] }),
    ].map(signalText);
    expect(new Set(texts).size).toBe(4);
  });
});

describe('compareTexts', () => {
  it('orders by UTF-16 units, not by the language of the machine', () => {
    expect(['ä', 'z', 'Z', 'a'].sort(compareTexts)).toEqual(['Z', 'a', 'z', 'ä']);
  });
});

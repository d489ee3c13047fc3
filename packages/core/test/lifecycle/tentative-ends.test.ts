import fc from 'fast-check';
import {
  endSizeBytes,
  isTentative,
  TentativeEnds,
  type TentativeEndSignal,
} from '../../src/lifecycle/tentative-ends.js';
import { end, eventOf, SECOND, type SignalFields, tentativeEnd } from '../support/signals.js';

function looksLikeEnd(fields: SignalFields): TentativeEndSignal {
  const signal = tentativeEnd(fields);
  if (!isTentative(signal)) throw new Error('not tentative');
  return signal;
}

function endsOf(...signals: readonly TentativeEndSignal[]): TentativeEnds {
  const ends = new TentativeEnds();
  for (const signal of signals) ends.add(signal);
  return ends;
}

describe('TentativeEnds', () => {
  it('resolves to the earliest record of the name of the start', () => {
    const ends = endsOf(
      looksLikeEnd({ name: 'job', at: 5 }),
      looksLikeEnd({ name: 'step', at: 1 }),
      looksLikeEnd({ name: 'job', at: 3 }),
      looksLikeEnd({ name: 'job', at: 4 }),
    );
    expect(ends.resolve('job')?.timeUnixNano).toBe(3n * SECOND);
    expect(ends.resolve('step')?.timeUnixNano).toBe(SECOND);
    expect(ends.resolve('other')).toBeUndefined();
  });

  it('resolves a single record by its name as well', () => {
    const ends = endsOf(looksLikeEnd({ name: 'job', at: 5 }));
    expect(ends.resolve('job')?.timeUnixNano).toBe(5n * SECOND);
    expect(ends.resolve('step')).toBeUndefined();
  });

  it('resolves without a start to the earliest record that closes an unstarted span', () => {
    const ends = endsOf(
      looksLikeEnd({ name: 'a', at: 1, values: { items: 1 } }),
      looksLikeEnd({ name: 'b', at: 5 }),
      looksLikeEnd({ name: 'c', at: 3 }),
    );
    expect(ends.resolve(undefined)?.name).toBe('c');
    expect(endsOf(looksLikeEnd({ values: { items: 1 } })).resolve(undefined)).toBeUndefined();
    expect(new TentativeEnds().resolve('job')).toBeUndefined();
  });

  it('remembers the earliest 128 names of a thousand, whatever the order', () => {
    const signals = Array.from({ length: 1000 }, (_, index) => looksLikeEnd({ name: `n${index % 400}`, at: index }));
    fc.assert(
      fc.property(fc.shuffledSubarray(signals, { minLength: signals.length }), (order) => {
        const ends = endsOf(...order);
        const known = Array.from({ length: 400 }, (_, index) => ends.resolve(`n${index}`)?.timeUnixNano);
        const expected = Array.from({ length: 400 }, (_, index) => (index < 128 ? BigInt(index) * SECOND : undefined));
        expect(known).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('weighs what it remembers, and no more after a thousand names', () => {
    const [small, many] = [new TentativeEnds(), new TentativeEnds()];
    expect(small.sizeBytes).toBe(0);
    const values = { text: 'x'.repeat(1000) };
    small.add(looksLikeEnd({ values }));
    expect(small.sizeBytes).toBe(2 * 1036);
    for (let at = 0; at < 1000; at += 1) many.add(looksLikeEnd({ name: `n${at}`, at, values }));
    expect(many.sizeBytes).toBe(128 * 2 * 1036);
    for (let at = 0; at < 1000; at += 1) many.add(looksLikeEnd({ name: `m${at}`, at: -at, values }));
    expect(many.sizeBytes).toBe(128 * 2 * 1036);
  });
});

describe('endSizeBytes', () => {
  it('counts the attributes of the end, of its events, and of the event that it may be', () => {
    expect(endSizeBytes(end())).toBe(0);
    expect(endSizeBytes(end({ values: { a: 1 }, events: [eventOf('e', 1, { b: 1 })] }))).toBe(2 * 41);
    expect(endSizeBytes(tentativeEnd({ values: { a: 1 } }))).toBe(2 * 41);
  });
});

describe('isTentative', () => {
  it('tells ends that have to prove themselves from those that need not', () => {
    expect([isTentative(end()), isTentative(tentativeEnd())]).toEqual([false, true]);
  });
});

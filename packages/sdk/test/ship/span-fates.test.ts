import type { SpanOutcome } from '@spanbridge/otlp';
import { OutcomeCollector, worseOutcome } from '../../src/ship/span-fates.js';
import { ACCEPTED, REFUSED, UNSENT } from '../support/hand-sender.js';

describe('the worse of two outcomes', () => {
  it.each([
    ['accepted and refused', ACCEPTED, REFUSED, REFUSED],
    ['refused and accepted', REFUSED, ACCEPTED, REFUSED],
    ['refused and unsent', REFUSED, UNSENT, UNSENT],
    ['unsent and accepted', UNSENT, ACCEPTED, UNSENT],
  ])('of %s', (_what, a, b, worse) => {
    expect(worseOutcome(a, b)).toBe(worse);
  });

  it('is the only one there is', () => {
    expect(worseOutcome(undefined, ACCEPTED)).toBe(ACCEPTED);
  });
});

describe('the outcomes of several destinations', () => {
  it('settle an item once, when the last is known, as the worst', () => {
    const settled: [string, SpanOutcome][] = [];
    const collector = new OutcomeCollector<string, SpanOutcome>(3, worseOutcome, (...pair) => settled.push(pair));
    collector.note('a', ACCEPTED);
    collector.note('a', REFUSED);
    expect(settled).toEqual([]);
    collector.note('a', ACCEPTED);
    expect(settled).toEqual([['a', REFUSED]]);
  });

  it('settle at once where there is one destination', () => {
    const settled: string[] = [];
    const collector = new OutcomeCollector<string, SpanOutcome>(1, worseOutcome, (item) => settled.push(item));
    collector.note('a', ACCEPTED);
    collector.note('a', ACCEPTED);
    expect(settled).toEqual(['a', 'a']);
  });
});

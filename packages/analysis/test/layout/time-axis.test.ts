import fc from 'fast-check';
import { axisTicks, fractionOf } from '../../src/layout/time-axis.js';

const texts = (durationNano: bigint, ticksMax: number): string =>
  axisTicks(durationNano, ticksMax)
    .map(({ text }) => text)
    .join(' ');

describe('axisTicks', () => {
  it.each([
    [7n, 4, '0 2ns 4ns 6ns'],
    [950n, 4, '0 250ns 500ns 750ns'],
    [80_000n, 5, '0 20µs 40µs 60µs 80µs'],
    [1_234_500_000n, 6, '0 250ms 500ms 750ms 1s'],
    [42_000_000_000n, 6, '0 10s 20s 30s 40s'],
    [95_000_000_000n, 5, '0 30s 1m 1m 30s'],
    [3_600_000_000_000n, 5, '0 15m 30m 45m 1h'],
    [90_000_000_000_000n, 6, '0 6h 12h 18h 24h'],
    [3_600_000_000_000_000_000n, 4, '0 500000h 1000000h'],
  ])('%p ns with %i ticks at most: %s', (durationNano, ticksMax, expected) => {
    expect(texts(durationNano, ticksMax)).toBe(expected);
  });

  it('has one tick where there is no duration', () => {
    expect(axisTicks(0n, 6)).toEqual([{ fraction: 0, offsetNano: 0n, text: '0' }]);
  });

  it('never gives more ticks than asked, nor one outside of the axis', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 63n), fc.integer({ min: 2, max: 20 }), (durationNano, ticksMax) => {
        const ticks = axisTicks(durationNano, ticksMax);
        expect(ticks.length).toBeLessThanOrEqual(ticksMax);
        expect(ticks.every(({ fraction }) => fraction >= 0 && fraction <= 1)).toBe(true);
      }),
    );
  });
});

describe('fractionOf', () => {
  it.each([
    [1n, 4n, 0.25],
    [5n, 4n, 1],
    [-1n, 4n, 0],
    [1n, 0n, 0],
  ])('%p of %p is %d', (part, whole, fraction) => {
    expect(fractionOf(part, whole)).toBe(fraction);
  });
});

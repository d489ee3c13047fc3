import { durationText, tickText, utcText } from '../../src/layout/duration-text.js';

describe('durationText', () => {
  it.each([
    [0n, '0'],
    [1n, '1ns'],
    [999n, '999ns'],
    [1_000n, '1µs'],
    [1_234n, '1.23µs'],
    [12_345n, '12.3µs'],
    [123_456n, '123µs'],
    [999_499n, '999µs'],
    [999_960n, '1ms'],
    [1_500_000n, '1.5ms'],
    [999_600_000n, '1s'],
    [1_234_500_000n, '1.23s'],
    [59_949_999_999n, '59.9s'],
    [59_960_000_000n, '1m'],
    [125_400_000_000n, '2m 5s'],
    [3_599_600_000_000n, '1h'],
    [11_520_000_000_000n, '3h 12m'],
    [360_000_000_000_000n, '100h'],
    [-27_200_000n, '-27.2ms'],
  ])('%p ns is %s', (nanos, text) => {
    expect(durationText(nanos)).toBe(text);
  });
});

describe('tickText', () => {
  it.each([
    [0n, '0'],
    [250n, '250ns'],
    [2_500n, '2.5µs'],
    [1_500_000_000n, '1.5s'],
    [90_000_000_000n, '1m 30s'],
    [5_400_000_000_000n, '1h 30m'],
  ])('%p ns is %s', (nanos, text) => {
    expect(tickText(nanos)).toBe(text);
  });
});

describe('utcText', () => {
  it('cuts the second to as many digits as asked', () => {
    const instant = 1_761_307_591_123_456_789n;
    expect([utcText(instant, 0), utcText(instant, 3), utcText(instant, 9)]).toEqual([
      '2025-10-24 12:06:31 UTC',
      '2025-10-24 12:06:31.123 UTC',
      '2025-10-24 12:06:31.123456789 UTC',
    ]);
  });

  it('writes the latest time that a span can carry', () => {
    expect(utcText(2n ** 63n - 1n, 0)).toBe('2262-04-11 23:47:16 UTC');
  });
});

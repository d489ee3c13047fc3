import { formatDurationOption, parseDurationMs } from '../../src/config/duration.js';

describe('parseDurationMs', () => {
  it.each([
    ['0s', 0],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5s', 1500],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    [' 5s ', 5000],
  ])('reads %s', (text, durationMs) => {
    expect(parseDurationMs(text)).toBe(durationMs);
  });

  it.each(['', '30', '-1s', '1 s', '1w', 's', '1e3s', '1S', '5s5s', 'Infinitys'])('does not read "%s"', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });
});

describe('formatDurationOption', () => {
  it.each([
    [1, '1ms'],
    [1500, '1500ms'],
    [90_000, '90s'],
    [60_000, '1m'],
    [2_073_600_000, '24d'],
    [0, '0ms'],
  ])('writes %d ms', (durationMs, text) => {
    expect(formatDurationOption(durationMs)).toBe(text);
  });
});

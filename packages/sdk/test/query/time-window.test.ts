import { toMicros, toRfc3339Nano, toSecondsWindow } from '../../src/query/time-window.js';

it.each([
  [1_772_352_000_123_456_789n, '2026-03-01T08:00:00.123456789Z'],
  [1_772_352_000_000_000_001n, '2026-03-01T08:00:00.000000001Z'],
  [0n, '1970-01-01T00:00:00.000000000Z'],
  [18_446_744_073_709_551_615n, '2554-07-21T23:34:33.709551615Z'],
])('%d is %s', (unixNano, text) => {
  expect(toRfc3339Nano(unixNano)).toBe(text);
});

it('microseconds are cut', () => {
  expect(toMicros(1_700_000_000_123_456_999n)).toBe('1700000000123456');
});

describe('seconds', () => {
  it('enclose the window', () => {
    const window = { startUnixNano: 10_999_999_999n, endUnixNano: 12_000_000_001n };
    expect(toSecondsWindow(window)).toEqual({ start: '10', end: '13' });
  });

  it.each([
    ['after', 20_000_000_000n, '10', '21'],
    ['before', 5_000_000_000n, '5', '13'],
  ])('reach to an arrival %s it', (_name, arrivedUnixNano, start, end) => {
    const window = { startUnixNano: 10_000_000_000n, endUnixNano: 12_000_000_000n, arrivedUnixNano };
    expect(toSecondsWindow(window)).toEqual({ start, end });
  });

  it('are never 0, which would mean that no window was given', () => {
    expect(toSecondsWindow({ startUnixNano: 0n, endUnixNano: 0n })).toEqual({ start: '1', end: '2' });
  });
});

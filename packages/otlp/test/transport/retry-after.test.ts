import { parseRetryAfterMs } from '../../src/transport/retry-after.js';

const NOW = Date.UTC(2026, 0, 1, 0, 0, 0);

it.each([
  ['30', 30_000],
  [' 1 ', 1_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Thursday, 01-Jan-26 00:01:00 GMT', 60_000],
  ['99999999999', 86_400_000],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['Wed, 31 Dec 2025 23:59:00 GMT', undefined],
  ['soon', undefined],
  ['2027', 2_027_000],
  ['2027-01-01', undefined],
  ['', undefined],
  [undefined, undefined],
])('the header %p asks to wait %p ms', (header, expected) => {
  expect(parseRetryAfterMs(header, NOW)).toBe(expected);
});

import type { HrTime } from '@opentelemetry/api';
import fc from 'fast-check';
import {
  durationBetween,
  hrTimeFromFixed64,
  hrTimeFromUnixNano,
  toUnixNano,
  toUnixNanoText,
} from '../../src/codec/hr-time.js';

const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

it('any 64-bit time survives both ways', () => {
  fc.assert(
    fc.property(nanos, (unixNano) => {
      const time = hrTimeFromFixed64(Number(unixNano & 0xffff_ffffn), Number(unixNano >> 32n));
      expect(time).toEqual(hrTimeFromUnixNano(unixNano));
      expect(toUnixNano(time)).toBe(unixNano);
      expect(toUnixNanoText(time)).toBe(unixNano.toString());
    }),
    { numRuns: 5_000 },
  );
});

it.each([
  [[1, 5], '1000000005'],
  [[0, 5], '5'],
  [[0, 0], '0'],
  [[1_700_000_000, 123_456_789], '1700000000123456789'],
  [[1, 0.9], '1000000000'],
  [[1.5, 0], '1000000000'],
  [[0, -1], '0'],
] as const)('the text of %j is %s', ([seconds, part], expected) => {
  expect(toUnixNanoText([seconds, part])).toBe(expected);
});

it.each([
  [
    [1, 0],
    [2, 5],
    [1, 5],
  ],
  [
    [1, 999_999_999],
    [2, 0],
    [0, 1],
  ],
  [
    [2, 0],
    [1, 999_999_999],
    [0, 0],
  ],
  [
    [1, 5],
    [1, 4],
    [0, 0],
  ],
] as [HrTime, HrTime, HrTime][])('from %j to %j is %j', (start, end, expected) => {
  expect(durationBetween(start, end)).toEqual(expected);
});

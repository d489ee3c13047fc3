import fc from 'fast-check';
import {
  clampUnixNano,
  formatTimestampMicros,
  fromHrTime,
  millisToNanos,
  parseTimestamp,
  toHrTime,
} from '../../src/model/time.js';

describe('parseTimestamp', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['2026-03-01T08:00:00.100000Z', 1_772_352_000_100_000_000n],
    ['2026-03-01T08:00:00Z', 1_772_352_000_000_000_000n],
    ['2026-03-01 08:00:00Z', 1_772_352_000_000_000_000n],
    ['2026-03-01T08:00:00', 1_772_352_000_000_000_000n],
    ['2026-03-01T08:00:00z', 1_772_352_000_000_000_000n],
    ['2026-03-01T10:00:00+02:00', 1_772_352_000_000_000_000n],
    ['2026-03-01T02:30:00-0530', 1_772_352_000_000_000_000n],
    ['2026-03-01T08:00:00-00:00', 1_772_352_000_000_000_000n],
    ['2026-03-01T08:00:00.5Z', 1_772_352_000_500_000_000n],
    ['2026-03-01T08:00:00,5Z', 1_772_352_000_500_000_000n],
    ['2026-03-01T08:00:00.123456789Z', 1_772_352_000_123_456_789n],
    ['2026-03-01T08:00:00.1234567899Z', 1_772_352_000_123_456_789n],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000_000_000n],
    ['2000-02-29T00:00:00Z', 951_782_400_000_000_000n],
    ['2016-12-31T23:59:60Z', 1_483_228_800_000_000_000n],
    ['1969-12-31T23:59:59.999999999Z', -1n],
    ['1969-12-31T23:59:59Z', -1_000_000_000n],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000_000_000n],
    ['9999-12-31T23:59:59Z', 253_402_300_799_000_000_000n],
  ])('reads %s to the nanosecond', (text, unixNano) => {
    expect(parseTimestamp(text)).toBe(unixNano);
  });

  it.each([
    '',
    'now',
    '2026-03-01',
    '2026-03-01T08:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T08:60:00Z',
    '2026-03-01T08:00:61Z',
    '2026-03-01T08:00:00+24:00',
    '2026-03-01T08:00:00+02:60',
    '2026-03-01T08:00:00.Z',
    ' 2026-03-01T08:00:00Z',
    '2026-03-01T08:00:00Z ',
    '+002026-03-01T08:00:00Z',
    '1772352000',
    '2026-03-01t08:00:00Z',
    '２０２６-03-01T08:00:00Z',
  ])('turns %j down', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });

  it('turns down what differs in one place from a time that was read just before', () => {
    expect(parseTimestamp('2026-03-01T08:00:00.100000Z')).toBe(1_772_352_000_100_000_000n);
    expect(parseTimestamp('2026-03-01T08:00:59.999999Z')).toBe(1_772_352_059_999_999_000n);
    for (const text of [
      '2026-03-01T08:00:61.100000Z',
      '2026-03-01T08:00:0x.100000Z',
      '2026-03-01T08:00.00.100000Z',
      '2026-03-01T08:00:00:100000Z',
      '2026-03-01T08:00:00.100000Y',
    ]) {
      expect(parseTimestamp(text)).toBeUndefined();
    }
    expect(parseTimestamp('2026-03-01T08:00:60.100000Z')).toBe(1_772_352_060_100_000_000n);
    expect(parseTimestamp('2026-03-01T08:00:00.1+00:00')).toBe(1_772_352_000_100_000_000n);
  });

  it('agrees with Date on every millisecond from year 0 to 9999', () => {
    const millis = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(millis, (unixMs) => {
        expect(parseTimestamp(new Date(unixMs).toISOString())).toBe(BigInt(unixMs) * 1_000_000n);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives what was written, whatever was read before', () => {
    const micros = fc.bigInt({ min: -62_167_219_200_000_000n, max: 253_402_300_799_999_999n });
    const near = fc.bigInt({ min: 1_772_352_000_000_000n, max: 1_772_352_120_000_000n });
    fc.assert(
      fc.property(fc.array(fc.oneof(micros, near), { minLength: 1, maxLength: 5 }), (times) => {
        for (const unixMicro of times) {
          expect(parseTimestamp(formatTimestampMicros(unixMicro * 1000n))).toBe(unixMicro * 1000n);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('formatTimestampMicros', () => {
  it.each([
    [0n, '1970-01-01T00:00:00.000000Z'],
    [1_772_352_000_100_000_999n, '2026-03-01T08:00:00.100000Z'],
    [-1n, '1969-12-31T23:59:59.999999Z'],
    [-1_000_000_000n, '1969-12-31T23:59:59.000000Z'],
    [9_223_372_036_854_775_807n, '2262-04-11T23:47:16.854775Z'],
  ])('writes %d as %s', (unixNano, text) => {
    expect(formatTimestampMicros(unixNano)).toBe(text);
  });
});

describe('millisToNanos', () => {
  it.each([
    [0, 0n],
    [1_772_352_000_123.456, 1_772_352_000_123_456_055n],
    [1_772_352_000_123, 1_772_352_000_123_000_000n],
    [0.1, 100_000n],
    [1234.567891, 1_234_567_891n],
    [-1.5, -1_500_000n],
  ])('turns %d ms into %d ns without losing the last digits', (millis, nanos) => {
    expect(millisToNanos(millis)).toBe(nanos);
  });
});

describe('toHrTime and fromHrTime', () => {
  it('take a time apart and put it together again', () => {
    expect(toHrTime(1_772_352_000_100_000_999n)).toEqual([1_772_352_000, 100_000_999]);
    expect(fromHrTime([1_772_352_000, 100_000_999])).toBe(1_772_352_000_100_000_999n);
  });
});

describe('clampUnixNano', () => {
  it.each([
    [-5n, 1n],
    [0n, 1n],
    [1n, 1n],
    [9_223_372_036_854_775_807n, 9_223_372_036_854_775_807n],
    [9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  ])('makes of %d the nearest time that every backend can store: %d', (unixNano, clamped) => {
    expect(clampUnixNano(unixNano)).toBe(clamped);
  });
});

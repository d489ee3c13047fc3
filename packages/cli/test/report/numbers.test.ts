import { bytesText, clockText, counted, elapsedText, reasonsText, spanText } from '../../src/report/numbers.js';

describe('numbers for people', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [21_680, '21.7 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1 MB'],
    [27_100_000, '27.1 MB'],
    [5e15, '5000 TB'],
  ])('writes %d bytes', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [7_200_000, '2 h'],
    [86_400_000, '1 d'],
    [172_800_000_000, '2,000 d'],
  ])('writes an age of %d ms', (durationMs, text) => {
    expect(spanText(durationMs)).toBe(text);
  });

  it.each([
    [6.2, '0:07'],
    [750, '12:30'],
    [3723, '1:02:03'],
  ])('writes %d seconds as a clock', (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  it.each([
    [85.4, '85 ms'],
    [1234, '1.2 s'],
    [185_000, '3:05'],
  ])('writes %d ms', (durationMs, text) => {
    expect(elapsedText(durationMs)).toBe(text);
  });

  it('parts thousands and knows one from many', () => {
    expect(counted(1, 'span')).toBe('1 span');
    expect(counted(12_345, 'span')).toBe('12,345 spans');
  });

  it('puts the most frequent reason first', () => {
    expect(reasonsText({ 'invalid-span-id': 1, 'invalid-json': 2000 })).toBe('invalid-json 2,000, invalid-span-id 1');
  });
});

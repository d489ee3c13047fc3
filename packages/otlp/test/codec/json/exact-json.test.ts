import fc from 'fast-check';
import { parseExactJson } from '../../../src/codec/json/exact-json.js';

describe('an integer of 16 digits or more', () => {
  it.each([
    ['{"a":1698323655202795123}', { a: '1698323655202795123' }],
    ['[-9223372036854775808, 9223372036854775807]', ['-9223372036854775808', '9223372036854775807']],
    ['1698323655202795123', '1698323655202795123'],
    ['{"a": [1698323655202795123,2]}', { a: ['1698323655202795123', 2] }],
  ])('becomes the text of its digits: %s', (text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });

  it.each([
    ['inside a string', '{"a":"x: 1698323655202795123"}', { a: 'x: 1698323655202795123' }],
    ['behind an escaped quote', '["\\" 1698323655202795123"]', ['" 1698323655202795123']],
    ['behind escaped backslashes', '["\\\\",1698323655202795123]', ['\\', '1698323655202795123']],
    [
      'in a key',
      '{"1698323655202795123":1, "b":1698323655202795123}',
      { '1698323655202795123': 1, b: '1698323655202795123' },
    ],
  ])('%s is told apart', (_name, text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });

  it.each([
    ['[1698323655202795123.5]', [1698323655202795000]],
    ['[1698323655202795123e2]', [169832365520279500000]],
    ['[0.0000010000000000000002, -1000000000000000]', [0.0000010000000000000002, '-1000000000000000']],
    ['[1000000000000000.5, -1698323655202795]', [1000000000000000.5, '-1698323655202795']],
  ])('is not seen in fractions and exponents: %s', (text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });
});

it('everything else is parsed as JSON.parse does it', () => {
  const noBigIntegers = fc.jsonValue().filter((value) => !/\d{16}/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(noBigIntegers, (value) => {
      // The element in front makes the careful way run.
      const text = `[9007199254740993,${JSON.stringify(value)}]`;
      expect(parseExactJson(text)).toEqual(['9007199254740993', JSON.parse(JSON.stringify(value))]);
    }),
    { numRuns: 500 },
  );
});

it.each(['', '{', '[1698323655202795123', '"open 1698323655202795123', '[01698323655202795123]'])(
  'what is not JSON throws: %p',
  (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  },
);

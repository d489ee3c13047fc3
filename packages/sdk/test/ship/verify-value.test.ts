import fc from 'fast-check';
import { canonicalText, compactText, CUT_BYTES, cutForms } from '../../src/ship/verify-value.js';

it.each<[unknown, string]>([
  ['a', '"a"'],
  ['1', '"1"'],
  [1, '1'],
  [1.5, '1.5'],
  [-0, '-0'],
  [Number.NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [true, 'true'],
  [null, 'null'],
  [undefined, 'null'],
  [7n, '7'],
  [9007199254740993n, '"9007199254740993"'],
  ['\ud800', '"\ufffd"'],
  [new Uint8Array([251, 255]), 'bytes(+/8=)'],
  [[1, 'a', null], '[1,"a",null]'],
  [{ b: [true], a: 1 }, '{"a":1,"b":[true]}'],
  [[], '[]'],
  [{}, '{}'],
])('%p is %s', (value, text) => {
  expect(canonicalText(value)).toBe(text);
});

it('what throws or never ends is the empty value where it does', () => {
  const endless: unknown[] = [];
  endless.push(endless);
  expect(canonicalText(endless)).toBe(`${'['.repeat(64)}null${']'.repeat(64)}`);
  const throwing = {
    get x(): never {
      throw new Error('x');
    },
  };
  expect(canonicalText(throwing)).toBe('null');
});

it('different texts stay different when they are shortened', () => {
  const text = 'x'.repeat(1000);
  expect(compactText('x'.repeat(256))).toBe('x'.repeat(256));
  expect(compactText(text)).toMatch(/^x{80}… \(1000 bytes, sha-256 [0-9a-f]{32}\)$/);
  expect(compactText(`${text}y`)).not.toBe(compactText(`${text}z`));
});

describe('a text that is cut', () => {
  it('of up to 2,048 bytes has no other form', () => {
    expect(cutForms('x'.repeat(CUT_BYTES))).toEqual([]);
    expect(cutForms('é'.repeat(CUT_BYTES / 2))).toEqual([]);
  });

  it('has the form of its first 2,048 bytes', () => {
    expect(cutForms(`${'x'.repeat(CUT_BYTES)}y`)).toEqual([compactText(`"${'x'.repeat(CUT_BYTES)}"`)]);
  });

  it('inside of a character has that character as no text, or not at all', () => {
    const whole = 'x'.repeat(CUT_BYTES - 1);
    expect(cutForms(`${whole}é`)).toEqual([compactText(`"${whole}\ufffd"`), compactText(`"${whole}"`)]);
  });

  it('is what a program makes of it that cuts bytes, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 700, maxLength: 2200, size: 'max' }), (text) => {
        const bytes = Buffer.from(text);
        fc.pre(bytes.length > CUT_BYTES);
        const stored = new TextDecoder().decode(bytes.subarray(0, CUT_BYTES));
        expect(cutForms(text)).toContain(compactText(canonicalText(stored)));
      }),
      { numRuns: 50 },
    );
  });
});

import fc from 'fast-check';
import { sanitizeText } from '../../src/layout/safe-text.js';

/** Written apart from the implementation: what no output may contain. */
export function forbiddenCodePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).filter(
    (code) =>
      code < 0x20 ||
      (code >= 0x7f && code <= 0x9f) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069),
  );
}

describe('sanitizeText', () => {
  it.each([
    ['\u001b[31mred', '␛[31mred'],
    ['a\r\nb\tc', 'a␍␊b␉c'],
    ['\u0000\u007f', '␀␡'],
    ['\u009b31m', '\\u009b31m'],
    ['ad\u202enimda', 'ad\\u202enimda'],
    ['\u2066x\u2069', '\\u2066x\\u2069'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d pair', 'half \\ud83d pair'],
  ])('shows %j as %j', (text, shown) => {
    expect(sanitizeText(text)).toBe(shown);
  });

  it('leaves scripts and emoji as they are', () => {
    const text = 'naïve 漢字 עברית فارسی 👩‍👩‍👧 ❤️ 🇩🇪 é';
    expect(sanitizeText(text)).toBe(text);
  });

  it('lets no control and no direction override through, and is done after one pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = sanitizeText(text);
        expect(forbiddenCodePoints(shown)).toEqual([]);
        expect(sanitizeText(shown)).toBe(shown);
      }),
    );
  });
});

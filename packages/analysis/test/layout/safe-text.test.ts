import fc from 'fast-check';
import { sanitizeText } from '../../src/layout/safe-text.js';
import { actingCodePoints } from '../support/acting-characters.js';

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
        expect(actingCodePoints(shown)).toEqual([]);
        expect(sanitizeText(shown)).toBe(shown);
      }),
    );
  });
});

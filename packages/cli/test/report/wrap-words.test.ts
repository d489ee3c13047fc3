import fc from 'fast-check';
import { wrapWords } from '../../src/report/wrap-words.js';

describe('wrapWords', () => {
  it('cuts between words', () => {
    expect(wrapWords('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });

  it('keeps a word that is too long whole', () => {
    expect(wrapWords('see http://127.0.0.1:4318/ now', 10)).toEqual(['see', 'http://127.0.0.1:4318/', 'now']);
  });

  it('loses nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, width) => {
        expect(wrapWords(text, width).join(' ')).toBe(text);
      }),
    );
  });
});

import fc from 'fast-check';
import { padTextEnd, padTextStart, textWidth, truncateText } from '../../src/layout/text-width.js';

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['GET /', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['漢字', 4],
    ['ﾊﾝ', 2],
    ['Ａ', 2],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪🇯🇵', 4],
    ['❤️', 2],
    ['1️⃣', 2],
    ['✗█▒░◆…⋯', 7],
    ['한글', 4],
    ['각', 2],
    ['\u200d', 0],
    ['שלום', 4],
  ])('%j takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('truncateText', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['漢字漢字', 8, '漢字漢字'],
    ['漢字漢字', 7, '漢字漢…'],
    ['漢字漢字', 6, '漢字…'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3, '👩‍👩‍👧‍👦…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['ab', 1, '…'],
    ['ab', 0, ''],
    ['ab', -3, ''],
  ])('%j in %i columns is %j', (text, width, cut) => {
    expect(truncateText(text, width)).toBe(cut);
  });

  it('cuts a letter with a million marks to a bounded text', () => {
    expect(truncateText(`a${'\u0301'.repeat(1_000_000)}`, 10).length).toBeLessThan(200);
  });

  it('never exceeds the room and never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, width) => {
        const cut = truncateText(text, width);
        expect(textWidth(cut)).toBeLessThanOrEqual(width);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('padding', () => {
  it('fills by columns, not by characters', () => {
    expect([padTextEnd('漢', 4), padTextStart('漢', 4), padTextEnd('abcdef', 4)]).toEqual(['漢  ', '  漢', 'abc…']);
  });

  it('fills what a wide character leaves over', () => {
    expect(padTextEnd('漢字漢', 4)).toBe('漢… ');
  });
});

import { isWideCodePoint } from '../../src/layout/wide-ranges.js';

describe('isWideCodePoint', () => {
  it.each(['漢', 'か', '한', 'Ａ', '、', '𠀀', 'ᄀ'])('%s is wide', (character) => {
    expect(isWideCodePoint(character.codePointAt(0) ?? 0)).toBe(true);
  });

  it.each(['a', 'é', 'Ж', 'א', 'ｱ', '█', '─', 'ᅡ'])('%s is not', (character) => {
    expect(isWideCodePoint(character.codePointAt(0) ?? 0)).toBe(false);
  });
});

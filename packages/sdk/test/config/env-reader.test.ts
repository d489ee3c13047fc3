import { EnvReader, parseWord } from '../../src/config/env-reader.js';

describe('EnvReader', () => {
  it('takes an empty variable for one that is not set, and the next name in its place', () => {
    const reader = new EnvReader({ A: ' ', B: 'b' });
    expect(reader.text('A')).toBeUndefined();
    expect(reader.read(['A', 'B'], (value) => ({ value }))).toBe('b');
    expect(reader.warnings).toEqual([]);
  });

  it('tells what cannot be read and goes on with the next name', () => {
    const reader = new EnvReader({ A: 'x', B: 'on' });
    expect(reader.read(['A', 'B'], (text) => parseWord(text, ['on', 'off'], 'off'))).toBe('on');
    expect(reader.warnings).toEqual(['A is ignored: "x" is none of on, off. off is used.']);
  });

  it.each([
    ['true', true],
    ['TrUe', true],
    ['false', false],
    ['yes', false],
    ['', false],
  ])('takes %j for %s', (text, expected) => {
    expect(new EnvReader({ A: text }).isTrue('A')).toBe(expected);
  });
});

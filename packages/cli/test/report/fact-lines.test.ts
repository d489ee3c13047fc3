import { factLines } from '../../src/report/fact-lines.js';

describe('factLines', () => {
  it('puts the text in a column', () => {
    expect(factLines('Spans', '18 in 5 traces', 80)).toEqual(['Spans      18 in 5 traces']);
  });

  it('goes on below the text, cut between words', () => {
    expect(factLines('Rejected', 'one two three four five six seven eight', 45)).toEqual([
      'Rejected   one two three four five six seven',
      '           eight',
    ]);
  });

  it('keeps a word that is too long whole', () => {
    const url = `http://example.com/${'a'.repeat(60)}`;
    expect(factLines('Delivered', `2 to ${url}`, 50)).toEqual(['Delivered  2 to', `           ${url}`]);
  });
});

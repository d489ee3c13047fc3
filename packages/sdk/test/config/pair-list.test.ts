import { splitPairs } from '../../src/config/pair-list.js';

describe('splitPairs', () => {
  it('decodes percent-encoded keys and values', () => {
    expect(splitPairs('a=1, b%20c=x%2Cy%3D ,')).toEqual([
      ['a', '1'],
      ['b c', 'x,y='],
    ]);
  });

  it('keeps equal signs of the value', () => {
    expect(splitPairs('k=a=b')).toEqual([['k', 'a=b']]);
  });

  it.each(['novalue', '=1', 'a=%zz', 'a=1,b'])('discards "%s" as a whole', (text) => {
    expect(splitPairs(text)).toBeUndefined();
  });
});

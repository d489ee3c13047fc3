import { Interner } from '../../src/view/interner.js';

describe('Interner', () => {
  it('numbers each content once and creates nothing twice', () => {
    const interner = new Interner<string>();
    const numbers = ['a', 'b', 'a'].map((key) => interner.numberOf(key, () => key.toUpperCase()));
    const unasked = interner.numberOf('b', () => {
      throw new Error('A known key must not be created again.');
    });
    expect([numbers, unasked, interner.values]).toEqual([[0, 1, 0], 1, ['A', 'B']]);
  });
});

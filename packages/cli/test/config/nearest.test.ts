import { didYouMean, nearestWord } from '../../src/config/nearest.js';

const KNOWN = ['endpoint', 'retry-for', 'batch-size', 'header'];

describe('nearestWord', () => {
  it('finds a word with two letters swapped', () => {
    expect(nearestWord('endpiont', KNOWN)).toBe('endpoint');
  });

  it('takes camel case, snake case and kebab case for the same word', () => {
    expect(nearestWord('retryFor', KNOWN)).toBe('retry-for');
    expect(nearestWord('BATCH_SIZE', KNOWN)).toBe('batch-size');
  });

  it('offers nothing for a word that is far from all', () => {
    expect(nearestWord('colour', KNOWN)).toBeUndefined();
  });

  it('does not compare words of absurd length', () => {
    expect(nearestWord('endpoint'.repeat(1000), KNOWN)).toBeUndefined();
  });
});

describe('didYouMean', () => {
  it('is a sentence with a space in front, or nothing', () => {
    expect(didYouMean('heade', KNOWN)).toBe(' Did you mean "header"?');
    expect(didYouMean('zzz', KNOWN)).toBe('');
  });
});

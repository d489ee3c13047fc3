import { isRecord } from '../../src/decode/decoder.js';

describe('isRecord', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [Object.create(null), true],
    [new Date(0), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['text', false],
    [() => 1, false],
  ])('case %#', (value, answer) => {
    expect(isRecord(value)).toBe(answer);
  });
});

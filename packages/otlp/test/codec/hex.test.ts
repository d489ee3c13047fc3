import { isHex, isHexId, isZeroId, toHex, writeHex } from '../../src/codec/hex.js';

it.each([
  ['0af7', 2, '0af7'],
  ['0AF7', 2, '0af7'],
  ['', 0, ''],
])('the hex text %p is written as %d bytes', (text, size, expected) => {
  const target = new Uint8Array(8);
  expect(writeHex(text, target, 3)).toBe(size);
  expect(toHex(target, 3, 3 + size)).toBe(expected);
});

it.each(['abc', 'zz', 'a-', 'é0', '€€', '0x12'])('the text %p is not hex', (text) => {
  expect(writeHex(text, new Uint8Array(8), 0)).toBe(-1);
});

it('isHex takes both cases and the empty text', () => {
  expect(['', '0aF', 'abcdef0123456789'].every(isHex)).toBe(true);
  expect(['g', '0x1', ' 1', '１'].some(isHex)).toBe(false);
});

it('isZeroId knows ids without any other digit', () => {
  expect(isZeroId('0'.repeat(32))).toBe(true);
  expect(isZeroId('')).toBe(true);
  expect(isZeroId('00010')).toBe(false);
});

it.each([
  ['0af7651916cd43dd8448eb211c80319c', 32, true],
  ['0AF7651916CD43DD8448EB211C80319C', 32, true],
  ['0000000000000001', 16, true],
  ['0000000000000000', 16, false],
  ['000000000000000g', 16, false],
  ['00000000000000é1', 16, false],
  ['b7ad6b716920333', 16, false],
  ['', 16, false],
])('"%s" is an id of %d digits: %s', (text, digits, expected) => {
  expect(isHexId(text, digits)).toBe(expected);
});

import { isHex, isZeroId, toHex, writeHex } from '../../src/codec/hex.js';

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

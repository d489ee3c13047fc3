import fc from 'fast-check';
import { parseBase64, toBase64 } from '../../src/codec/base64.js';

it('bytes are written as Node writes them and read back in both alphabets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(parseBase64(toBase64(bytes))).toEqual(bytes);
      expect(parseBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes);
    }),
  );
});

it('a megabyte does not overflow the stack', () => {
  const bytes = new Uint8Array(1_000_003).fill(7);
  expect(Buffer.from(parseBase64(toBase64(bytes)) ?? []).equals(bytes)).toBe(true);
});

it.each(['A', '****', 'AB CD', 'AA=A', 'AAAAA', '===='])('the text %p is not base64', (text) => {
  expect(parseBase64(text)).toBeUndefined();
});

import fc from 'fast-check';
import { toPrintable } from '../../src/transport/printable.js';

it('control characters and those that turn the direction of text are spelled out', () => {
  expect(toPrintable('a\u001b[2Jb\r\nc\u009b\u202e\u2066\u007f')).toBe(
    'a\\u{1b}[2Jb\\u{d}\\u{a}c\\u{9b}\\u{202e}\\u{2066}\\u{7f}',
  );
});

it('long text is cut', () => {
  expect(toPrintable('x'.repeat(501))).toBe(`${'x'.repeat(500)}…`);
});

it('no text leaves anything behind that could drive a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(toPrintable(text)).toMatch(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u);
    }),
    { numRuns: 2_000 },
  );
});

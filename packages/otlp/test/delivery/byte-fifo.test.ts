import fc from 'fast-check';
import { ByteFifo } from '../../src/delivery/byte-fifo.js';

it('pieces of any sizes come out as they went in, in their order, also when buffers are used again', () => {
  const piece = fc.integer({ min: 1, max: 90_000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.integer({ min: 0, max: 3 })), { maxLength: 60 }), (steps) => {
      const fifo = new ByteFifo();
      const expected: Buffer[] = [];
      for (const [index, [sizeBytes, takes]] of steps.entries()) {
        const bytes = Buffer.alloc(sizeBytes, index + 1);
        fifo.push(bytes);
        expected.push(bytes);
        for (let left = takes; left > 0 && expected.length > 0; left--) {
          const first = expected.shift() ?? Buffer.of();
          expect(Buffer.compare(fifo.shift(first.length), first)).toBe(0);
        }
        if (expected.length === 0) fifo.trim();
      }
    }),
    { numRuns: 100 },
  );
});

it('a piece of the largest size fits, and one that was never put in is a bug', () => {
  const fifo = new ByteFifo();
  fifo.push(new Uint8Array(ByteFifo.pieceBytesMax).fill(7));
  expect(fifo.shift(ByteFifo.pieceBytesMax)[ByteFifo.pieceBytesMax - 1]).toBe(7);
  expect(() => fifo.shift(1)).toThrow('This is a bug.');
});

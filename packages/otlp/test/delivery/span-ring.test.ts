import fc from 'fast-check';
import { SpanRing } from '../../src/delivery/span-ring.js';
import { makeSpan } from '../support/spans.js';

it('an empty ring has no first span', () => {
  const ring = new SpanRing();
  expect([ring.length, ring.firstSequence, ring.firstSizeBytes, ring.isFirstPacked]).toEqual([0, Infinity, 0, false]);
});

it('whatever is added and taken, in whatever turns, it is first in, first out, with its number, size and form', () => {
  const step = fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: -900, max: -1 }));
  const span = makeSpan();
  const home = { resource: span.resource, instrumentationScope: span.instrumentationScope };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (steps, packEvery) => {
      const ring = new SpanRing();
      const expected: { sequence: number; sizeBytes: number; text: string }[] = [];
      let sequence = 0;
      for (const count of steps) {
        for (let left = count; left > 0; left--) {
          sequence += 1;
          const text = `span ${sequence}`;
          const isPacked = sequence % packEvery === 0;
          expected.push({ sequence, sizeBytes: isPacked ? text.length : sequence * 3, text });
          if (isPacked) ring.pushPacked(Buffer.from(text), home, sequence);
          else ring.push({ ...span, name: text }, sequence, sequence * 3);
        }
        for (let left = count; left < 0 && expected.length > 0; left++) {
          const first = expected.shift();
          expect([ring.firstSequence, ring.firstSizeBytes]).toEqual([first?.sequence, first?.sizeBytes]);
          const text = ring.isFirstPacked ? Buffer.from(ring.shiftPacked().field).toString() : ring.shift().name;
          expect(text).toBe(first?.text);
        }
      }
      expect(ring.length).toBe(expected.length);
    }),
    { numRuns: 30 },
  );
});

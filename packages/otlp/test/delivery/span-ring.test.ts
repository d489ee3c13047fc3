import fc from 'fast-check';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { SpanRing } from '../../src/delivery/span-ring.js';
import { makeSpan } from '../support/spans.js';

it('an empty ring has no first span', () => {
  const ring = new SpanRing();
  expect([ring.length, ring.firstSequence, ring.firstSizeBytes, ring.shift()]).toEqual([0, Infinity, 0, undefined]);
});

it('whatever is added and taken, in whatever turns, it is first in, first out, with its number and size', () => {
  const step = fc.oneof(fc.integer({ min: 1, max: 900 }), fc.integer({ min: -900, max: -1 }));
  const span = makeSpan();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const ring = new SpanRing();
      const expected: { span: ReadableSpan; sequence: number; sizeBytes: number }[] = [];
      let sequence = 0;
      for (const count of steps) {
        for (let left = count; left > 0; left--) {
          sequence += 1;
          const entry = { span: { ...span, name: `s${sequence}` }, sequence, sizeBytes: sequence * 3 };
          expected.push(entry);
          ring.push(entry.span, entry.sequence, entry.sizeBytes);
        }
        for (let left = count; left < 0 && expected.length > 0; left++) {
          const first = expected.shift();
          if (ring.firstSequence !== first?.sequence || ring.firstSizeBytes !== first.sizeBytes) return false;
          if (ring.shift() !== first.span) return false;
        }
      }
      return ring.length === expected.length;
    }),
    { numRuns: 60 },
  );
});

import * as fc from 'fast-check';
import { RecordIndex, type IndexedRecord } from '../../src/spool/record-index.js';
import { createSegment } from '../../src/spool/segment.js';

function record(sequence: number): IndexedRecord {
  const segment = createSegment({ firstSequence: 1, rewrites: 0 }, 'one');
  const numbers = { spanCount: 1, bodyBytes: 0, bodyCrc: 0, offset: 0, waiting: 1 };
  return { ...numbers, sequence, signal: 'traces', priority: 1, segment };
}

it('records are found by sequence in whatever order they came', () => {
  const sequences = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 30 });
  fc.assert(
    fc.property(sequences, (added) => {
      const index = new RecordIndex();
      for (const sequence of added) index.add(record(sequence));
      const sorted = [...added].sort((a, b) => a - b);
      expect(index.list().map(({ sequence }) => sequence)).toEqual(sorted);
      for (let sequence = 0; sequence <= 61; sequence += 1) {
        expect(index.find(sequence)?.sequence).toBe(added.includes(sequence) ? sequence : undefined);
        expect(index.from(sequence)?.sequence).toBe(sorted.find((value) => value >= sequence));
      }
    }),
  );
});

it('records that nobody needs go when the index is pruned', () => {
  const index = new RecordIndex();
  for (const sequence of [1, 2, 3]) index.add(record(sequence));
  const second = index.find(2);
  if (second !== undefined) second.waiting = 0;
  expect(index.find(2)).toBe(second);
  index.prune();
  expect(index.list().map(({ sequence }) => sequence)).toEqual([1, 3]);
});

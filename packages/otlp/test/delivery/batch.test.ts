import fc from 'fast-check';
import { cutBatches } from '../../src/delivery/batch.js';

const cut = (sizes: readonly number[], batchSpansMax: number, batchBytesMax: number): readonly (readonly number[])[] =>
  cutBatches(sizes, { batchSpansMax, batchBytesMax }, (size) => size);

it('batches are cut by count', () => {
  expect(cut([1, 1, 1, 1, 1], 2, 100)).toEqual([[1, 1], [1, 1], [1]]);
});

it('batches are cut by bytes', () => {
  expect(cut([40, 60, 1, 99, 1], 10, 100)).toEqual([[40, 60], [1, 99], [1]]);
});

it('an item over the limit has a batch of its own', () => {
  expect(cut([5, 500, 5], 10, 100)).toEqual([[5], [500], [5]]);
});

it('nothing gives no batch', () => {
  expect(cut([], 10, 100)).toEqual([]);
});

it('all items come out in order and every batch keeps the limits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(120)), fc.integer({ min: 1, max: 9 }), (sizes, batchSpansMax) => {
      const batches = cut(sizes, batchSpansMax, 100);
      expect(batches.flat()).toEqual(sizes);
      for (const batch of batches) {
        const bytes = batch.reduce((sum, size) => sum + size, 0);
        expect(batch.length <= batchSpansMax && (bytes <= 100 || batch.length === 1)).toBe(true);
      }
    }),
  );
});

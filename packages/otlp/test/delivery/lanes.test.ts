import { countLanes } from '../../src/delivery/lanes.js';

const LIMITS = { concurrency: 4, concurrencyMax: 16 };

it.each([
  [0, 4],
  [1.9, 4],
  [2, 5],
  [8, 8],
  [24, 16],
  [1_000, 16],
])('with %d batches that wait there are %d lanes', (waitingBatches, expected) => {
  expect(countLanes(waitingBatches, false, LIMITS)).toBe(expected);
});

it('while the destination is down there is one', () => {
  expect(countLanes(1_000, true, LIMITS)).toBe(1);
});

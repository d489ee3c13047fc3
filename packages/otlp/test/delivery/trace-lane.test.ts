import { laneOfTrace } from '../../src/delivery/trace-lane.js';

it('the end of a trace id chooses the lane, in either case', () => {
  expect(laneOfTrace('0af7651916cd43dd8448eb211c80319c', 16)).toBe(12);
  expect(laneOfTrace('0AF7651916CD43DD8448EB211C80319C', 16)).toBe(12);
  expect(laneOfTrace('0af7651916cd43dd8448eb211c80319c', 1)).toBe(0);
});

it('what is no id goes into the first lane', () => {
  expect(laneOfTrace('', 16)).toBe(0);
  expect(laneOfTrace('not hex!', 16)).toBe(0);
});

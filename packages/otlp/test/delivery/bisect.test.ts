import { halve } from '../../src/delivery/bisect.js';

it.each([
  [
    [1, 2],
    [[1], [2]],
  ],
  [
    [1, 2, 3],
    [[1, 2], [3]],
  ],
  [[1], undefined],
  [[], undefined],
])('%j is cut into %j', (items, expected) => {
  expect(halve(items)).toEqual(expected);
});

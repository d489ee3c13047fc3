import { LogLanes } from '../../src/delivery/log-lanes.js';

it('a lane is blocked until all of its records under way have landed', () => {
  const lanes = new LogLanes();
  lanes.occupy('a');
  lanes.occupy('a');
  lanes.free('a');
  expect([lanes.isBlocked('a', 'receiver'), lanes.isBlocked('a', 'store'), lanes.isBlocked('b', 'store')]).toEqual([
    true,
    true,
    false,
  ]);
  lanes.free('a');
  expect(lanes.isBlocked('a', 'receiver')).toBe(false);
});

it('a lane with records in the store goes there only, until the store is empty', () => {
  const lanes = new LogLanes();
  lanes.noteKept('a');
  expect([lanes.isBlocked('a', 'receiver'), lanes.isBlocked('a', 'store')]).toEqual([true, false]);
  lanes.noteStoreEmpty();
  expect(lanes.isBlocked('a', 'receiver')).toBe(false);
});

it('beyond 10,000 kept lanes every lane waits, what has no lane does not', () => {
  const lanes = new LogLanes();
  for (let index = 0; index <= 10_000; index++) lanes.noteKept(`lane ${index}`);
  expect([lanes.isBlocked('new', 'receiver'), lanes.isBlocked(undefined, 'receiver')]).toEqual([true, false]);
});

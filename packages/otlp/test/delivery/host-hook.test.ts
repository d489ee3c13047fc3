import { createGuardedCall, HostHook } from '../../src/delivery/host-hook.js';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { createFakeClock } from '../support/fake-clock.js';

function scene(hook: (value: number) => void) {
  const clock = createFakeClock();
  const told: string[] = [];
  const warnings = new OneTimeWarnings('Test', (message) => told.push(message));
  return { clock, told, hook: new HostHook<[number]>('onOutcome', hook, { clock, warnings }) };
}

it('the function gets what it is called with', () => {
  const values: number[] = [];
  scene((value) => values.push(value)).hook.call(7);
  expect(values).toEqual([7]);
});

it('a function that throws is told once a minute, left alone after ten times, and tried again after a minute', () => {
  let calls = 0;
  const { hook, clock, told } = scene(() => {
    calls += 1;
    throw new Error('boom');
  });
  for (let count = 0; count < 50; count++) hook.call(count);
  expect(calls).toBe(10);
  expect(told).toEqual(['Test: the function onOutcome of the application threw: boom.']);
  clock.nowMs += 60_000;
  hook.call(1);
  expect(calls).toBe(11);
  expect(told).toHaveLength(2);
});

it('a success in between begins the count anew', () => {
  let calls = 0;
  const { hook } = scene(() => {
    calls += 1;
    if (calls % 10 !== 0) throw new Error('boom');
  });
  for (let count = 0; count < 50; count++) hook.call(count);
  expect(calls).toBe(50);
});

it('what has no text does not break it either', () => {
  const { hook, told } = scene(() => {
    throw Object.create(null);
  });
  hook.call(1);
  expect(told).toEqual(['Test: the function onOutcome of the application threw: something that has no text.']);
});

it('a guarded function is called every time, and what it throws is told once', () => {
  const told: string[] = [];
  let calls = 0;
  const call = createGuardedCall(
    'beforeSend',
    (count: number) => {
      calls += count;
      throw new Error('no');
    },
    new OneTimeWarnings('Test', (message) => told.push(message)),
  );
  for (let round = 0; round < 20; round++) call(2);
  expect(calls).toBe(40);
  expect(told).toEqual(['Test: the function beforeSend of the application threw: no.']);
});

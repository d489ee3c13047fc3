import { SYSTEM_CLOCK } from '../../src/delivery/clock.js';

it('a sleep ends at once when its signal aborts or has aborted', async () => {
  const controller = new AbortController();
  const sleeping = SYSTEM_CLOCK.sleep(1e9, controller.signal);
  controller.abort();
  await sleeping;
  await SYSTEM_CLOCK.sleep(1e9, controller.signal);
});

it('a sleep ends by itself and time goes forward', async () => {
  const before = SYSTEM_CLOCK.now();
  await SYSTEM_CLOCK.sleep(1, new AbortController().signal);
  expect(SYSTEM_CLOCK.now()).toBeGreaterThan(before);
});

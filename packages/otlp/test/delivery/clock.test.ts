import { BACKGROUND_CLOCK, SYSTEM_CLOCK } from '../../src/delivery/clock.js';

it.each([SYSTEM_CLOCK, BACKGROUND_CLOCK])(
  'a sleep ends at once when its signal aborts or has aborted',
  async (clock) => {
    const controller = new AbortController();
    const sleeping = clock.sleep(1e9, controller.signal);
    controller.abort();
    await sleeping;
    await clock.sleep(1e9, controller.signal);
  },
);

it('a sleep ends by itself and time goes forward', async () => {
  const before = SYSTEM_CLOCK.now();
  await SYSTEM_CLOCK.sleep(1, new AbortController().signal);
  expect(SYSTEM_CLOCK.now()).toBeGreaterThan(before);
});

it('a sleep of more than a timer can hold does not end at once', async () => {
  const controller = new AbortController();
  let hasEnded = false;
  const sleeping = SYSTEM_CLOCK.sleep(2 ** 40, controller.signal).then(() => (hasEnded = true));
  await SYSTEM_CLOCK.sleep(5, new AbortController().signal);
  expect(hasEnded).toBe(false);
  controller.abort();
  await sleeping;
});

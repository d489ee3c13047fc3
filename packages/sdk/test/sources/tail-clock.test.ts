import { SYSTEM_CLOCK } from '../../src/sources/tail-clock.js';

describe('SYSTEM_CLOCK', () => {
  test('a sleep ends after its time, and at once with the signal', async () => {
    const beforeMs = SYSTEM_CLOCK.nowMs();
    await SYSTEM_CLOCK.sleep(5, new AbortController().signal);
    expect(SYSTEM_CLOCK.nowMs()).toBeGreaterThan(beforeMs);
    const controller = new AbortController();
    const sleeping = SYSTEM_CLOCK.sleep(1_000_000, controller.signal);
    controller.abort();
    await sleeping;
    await SYSTEM_CLOCK.sleep(1_000_000, controller.signal);
  });
});

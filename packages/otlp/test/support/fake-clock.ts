import type { Clock } from '../../src/delivery/clock.js';

/** A clock on which a sleep ends at once and moves the time; sleeps are kept in `sleepsMs`. */
export interface FakeClock extends Clock {
  nowMs: number;
  readonly sleepsMs: number[];
}

export function createFakeClock(): FakeClock {
  const clock: FakeClock = {
    nowMs: 0,
    sleepsMs: [],
    now: () => clock.nowMs,
    sleep: (ms) => {
      clock.sleepsMs.push(ms);
      clock.nowMs += ms;
      return Promise.resolve();
    },
  };
  return clock;
}

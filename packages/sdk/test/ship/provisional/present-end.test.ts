import { PresentEnd } from '../../../src/ship/provisional/present-end.js';

function afterWaiting(waitMs: number): boolean {
  let nowMs = 100;
  const presentEnd = new PresentEnd(() => nowMs);
  nowMs = 5_000;
  presentEnd.ask();
  nowMs += waitMs;
  return presentEnd.isReached;
}

describe('the present end of an input', () => {
  it('is reached when the source let us wait', () => {
    expect([afterWaiting(0), afterWaiting(4), afterWaiting(5), afterWaiting(50)]).toEqual([false, false, true, true]);
  });

  it('T27: is not known after a wait of minutes: the process was suspended', () => {
    expect([afterWaiting(1_000), afterWaiting(600_000)]).toEqual([true, false]);
  });
});

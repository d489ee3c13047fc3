import { Wakeup } from '../../../src/ship/durable/wakeup.js';

describe('Wakeup', () => {
  it('wakes all that asked before the news', async () => {
    const wakeup = new Wakeup();
    const waiting = [wakeup.next(), wakeup.next()];
    wakeup.notify();
    await expect(Promise.all(waiting)).resolves.toHaveLength(2);
  });

  it('ends with the signal, also with one that has come', async () => {
    const wakeup = new Wakeup();
    const stop = new AbortController();
    const waiting = wakeup.nextOrAborted(stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(wakeup.nextOrAborted(stop.signal)).resolves.toBeUndefined();
  });
});

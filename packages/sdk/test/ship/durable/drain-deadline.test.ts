import { drainDeadline } from '../../../src/ship/durable/drain-deadline.js';

describe('drainDeadline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('has no end before the signal, and ends its time after it', () => {
    const signal = new AbortController();
    const deadline = drainDeadline(signal.signal, 5000);
    jest.advanceTimersByTime(3_600_000);
    expect(deadline.signal.aborted).toBe(false);
    signal.abort();
    jest.advanceTimersByTime(4999);
    expect(deadline.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('begins at once when the signal has come already', () => {
    const deadline = drainDeadline(AbortSignal.abort(), 100);
    jest.advanceTimersByTime(100);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('never ends without a signal, or once it is cancelled, and leaves no timer', () => {
    const signal = new AbortController();
    const cancelled = drainDeadline(signal.signal, 100);
    signal.abort();
    cancelled.cancel();
    const endless = drainDeadline(undefined, 100);
    jest.advanceTimersByTime(3_600_000);
    expect([cancelled.signal.aborted, endless.signal.aborted, jest.getTimerCount()]).toEqual([false, false, 0]);
  });
});

import { setTimeout as delay } from 'node:timers/promises';

/** Stands between the items of a source that has had nothing for a while. */
export const IDLE = Symbol('idle');

/**
 * Yields what a source yields, and {@link IDLE} whenever it had nothing for `intervalMs`, so that timers of the
 * consumer run while the source is silent. Nothing is asked of the source before the consumer asks. Leaving the
 * iteration leaves the source, without waiting for it: it may be silent for ever.
 */
export async function* withIdle<T>(source: AsyncIterable<T>, intervalMs: number): AsyncGenerator<T | typeof IDLE> {
  const iterator = source[Symbol.asyncIterator]();
  let isAwaiting = false;
  try {
    for (;;) {
      const next = iterator.next();
      isAwaiting = true;
      for (;;) {
        const result = await orIdleAfter(next, intervalMs);
        if (result === IDLE) {
          yield IDLE;
          continue;
        }
        isAwaiting = false;
        if (result.done === true) return;
        yield result.value;
        break;
      }
    }
  } finally {
    const leaving = iterator.return?.().catch(() => undefined);
    if (!isAwaiting) await leaving;
  }
}

/** What a promise gives, or {@link IDLE} when it has given nothing for `intervalMs`. Leaves no timer behind. */
export async function orIdleAfter<T>(promise: Promise<T>, intervalMs: number): Promise<T | typeof IDLE> {
  const timer = new AbortController();
  const pause = delay<typeof IDLE>(intervalMs, IDLE, { signal: timer.signal }).catch((): typeof IDLE => IDLE);
  try {
    return await Promise.race([promise, pause]);
  } finally {
    timer.abort();
  }
}

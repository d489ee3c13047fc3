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
        const result = await firstOf(next, intervalMs);
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

async function firstOf<T>(
  next: Promise<IteratorResult<T, unknown>>,
  intervalMs: number,
): Promise<IteratorResult<T, unknown> | typeof IDLE> {
  const timer = new AbortController();
  const pause = delay(intervalMs, IDLE, { signal: timer.signal }).catch(() => IDLE);
  try {
    return await Promise.race([next, pause as Promise<typeof IDLE>]);
  } finally {
    timer.abort();
  }
}

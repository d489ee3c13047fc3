/** Answer of {@link untilAborted} when the signal came first. */
export const ABORTED = Symbol('aborted');

/**
 * Waits for a promise, or for the signal, whichever comes first. The listener goes with each wait: a signal that lives
 * as long as the run must not gather one per chunk. What the promise does after the signal is nobody's business.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | typeof ABORTED> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      resolve(ABORTED);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    const forget = (): void => {
      signal.removeEventListener('abort', abort);
    };
    promise.then(resolve, reject).finally(forget).catch(forget);
  });
}

/**
 * Yields what a source yields until it ends or the signal comes, which ends it quietly even while the source is silent.
 * The source is closed in every case; a stream among them is destroyed.
 */
export async function* pullUntilAborted(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    while (signal?.aborted !== true) {
      const next = await untilAborted(iterator.next(), signal);
      if (next === ABORTED || next.done === true) return;
      yield next.value;
    }
  } finally {
    closeAtOnce(source);
    // Not awaited: a generator that waits for bytes answers this only when they come.
    iterator.return?.().catch(() => undefined);
  }
}

/** Streams of Node end at once when they are destroyed; other iterables have no such method. */
function closeAtOnce(source: AsyncIterable<Uint8Array>): void {
  (source as { readonly destroy?: () => void }).destroy?.();
}

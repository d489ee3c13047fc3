/** The time of a sender: injected, so that an outage of ten minutes is tested in a millisecond. */
export interface Clock {
  /** Milliseconds that only go forward; where they begin does not matter. */
  readonly now: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The longest timer of JavaScript; a longer one would fire at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** The clock of the process. The wall clock is not used: it can be set back. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, signal, () => undefined),
};

/** The clock of the process, whose waits do not keep it alive: for what runs beside an application. */
export const BACKGROUND_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, signal, unref),
};

function sleep(
  ms: number,
  signal: AbortSignal,
  prepare: (timer: ReturnType<typeof setTimeout>) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.min(ms, TIMER_MS_MAX));
    prepare(timer);
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) finish();
  });
}

/** In a browser a timer is a number and holds nothing. */
function unref(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}

/** Waits for something, but not longer than this, and not for its success. */
export async function waitAtMost(timeoutMs: number, work: Promise<unknown> | undefined, clock: Clock): Promise<void> {
  if (work === undefined) return;
  const end = new AbortController();
  const stop = (): void => {
    end.abort();
  };
  await Promise.race([work.then(stop, stop), clock.sleep(timeoutMs, end.signal)]);
}

/** Calls back in the next turn of the event loop, after the answers that have come in. */
export function inNextTurn(callback: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(callback);
  else setTimeout(callback, 0);
}

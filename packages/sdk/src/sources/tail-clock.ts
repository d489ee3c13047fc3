/** The time and the pauses of following files; handed in so that tests need not wait. */
export interface TailClock {
  /** Milliseconds that only grow, from any start. */
  readonly nowMs: () => number;
  /** Waits; ends early, without an error, when the signal comes. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** The clock of the machine. */
export const SYSTEM_CLOCK: TailClock = {
  nowMs: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, delayMs);
      signal.addEventListener('abort', wake, { once: true });
    }),
};

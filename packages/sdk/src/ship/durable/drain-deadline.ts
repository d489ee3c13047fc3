/** A deadline that begins to run with a signal. */
export interface DrainDeadline {
  /** Aborts `delayMs` after the signal, also when the signal has come already. */
  readonly signal: AbortSignal;
  /** Lets go of the timer and the signal. */
  readonly cancel: () => void;
}

/** Gives what is under way `delayMs` from a signal on; without a signal it has no end. */
export function drainDeadline(signal: AbortSignal | undefined, delayMs: number): DrainDeadline {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer ??= setTimeout(() => {
      deadline.abort();
    }, delayMs);
  };
  if (signal?.aborted === true) begin();
  else signal?.addEventListener('abort', begin, { once: true });
  return {
    signal: deadline.signal,
    cancel: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', begin);
    },
  };
}

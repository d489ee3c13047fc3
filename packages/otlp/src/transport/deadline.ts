/** The end that one attempt has to keep, whatever it is doing. */
export interface Deadline {
  /** Aborts when the time is up or when the caller's signal aborts. */
  readonly signal: AbortSignal;
  /** Why the signal aborted; undefined while it has not. */
  readonly cause: () => 'timeout' | 'stopped' | undefined;
  /** Lets go of the timer and of the caller's signal. */
  readonly clear: () => void;
}

/**
 * A deadline `timeoutMs` from now. Does by hand what `AbortSignal.any` and `AbortSignal.timeout` do: on Node 20 a
 * signal that lives long, as the one of a process does, keeps a trace of every signal that was ever derived from it.
 * In the background, its timer does not keep the process alive.
 */
export function createDeadline(
  timeoutMs: number,
  stop: AbortSignal | undefined,
  { isBackground }: { readonly isBackground: boolean } = { isBackground: false },
): Deadline {
  const controller = new AbortController();
  let cause: 'timeout' | 'stopped' | undefined;
  const abortFor = (reason: 'timeout' | 'stopped'): void => {
    cause ??= reason;
    controller.abort();
  };
  const onStop = (): void => {
    abortFor('stopped');
  };
  const timer = setTimeout(abortFor, timeoutMs, 'timeout');
  // In a browser a timer is a number and holds nothing.
  if (isBackground) (timer as { unref?: () => void }).unref?.();
  stop?.addEventListener('abort', onStop, { once: true });
  if (stop?.aborted === true) onStop();
  return {
    signal: controller.signal,
    cause: () => cause,
    clear: () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', onStop);
    },
  };
}

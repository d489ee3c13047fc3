/** Signals that ask a program to end, and end it when it has no handler of its own. */
export const EXIT_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** One of {@link EXIT_SIGNALS}. */
export type ExitSignal = (typeof EXIT_SIGNALS)[number];

/** What is done with spans at the end of a process. */
export interface ExitTarget {
  /** Spans that have begun so far, and those that wait for an outcome. */
  counts(): { readonly taken: number; readonly pending: number };
  /** Whether more than pending spans is to be put in order: spans in flight, files. */
  readonly needsShutdown: boolean;
  forceFlush(timeoutMs: number): Promise<void>;
  shutdown(timeoutMs: number): Promise<void>;
  flushSync(): void;
}

/** What of `process` is used; tests put another in its place. */
export interface ExitProcess {
  readonly pid: number;
  on(event: string, listener: () => void): unknown;
  prependListener(event: string, listener: () => void): unknown;
  removeListener(event: string, listener: () => void): unknown;
  listenerCount(event: string): number;
  kill(pid: number, signal: string): unknown;
}

/** What a {@link SignalExit} is made of. */
export interface SignalExitOptions {
  readonly target: ExitTarget;
  readonly process: ExitProcess;
  readonly timeoutMs: number;
}

/**
 * Delivers spans when a signal asks the program to end, and then lets that very signal end it, so that its exit status
 * is what it would be without us. Where the program handles the signal itself, the end is left to it. A second signal
 * ends at once.
 */
export class SignalExit {
  private readonly listeners = new Map<ExitSignal, () => void>();
  private isLeaving = false;

  constructor(private readonly options: SignalExitOptions) {}

  /** Begins to listen, before all listeners that are there: one of them may be for one time only, and then be gone. */
  start(): void {
    for (const signal of EXIT_SIGNALS) {
      const listener = (): void => {
        this.onSignal(signal);
      };
      this.listeners.set(signal, listener);
      this.options.process.prependListener(signal, listener);
    }
  }

  stop(): void {
    for (const [signal, listener] of this.listeners) this.options.process.removeListener(signal, listener);
    this.listeners.clear();
  }

  private onSignal(signal: ExitSignal): void {
    const { target, timeoutMs } = this.options;
    if (this.isLeaving) {
      target.flushSync();
      this.end(signal);
      return;
    }
    if (this.isHandledElsewhere(signal) || this.options.process.pid === 1) {
      // The first process of a container is not ended by a signal that nobody handles: it goes on.
      target.forceFlush(timeoutMs).catch(() => undefined);
      return;
    }
    this.isLeaving = true;
    const leave = (): void => {
      this.end(signal);
    };
    target.shutdown(timeoutMs).then(leave, leave);
  }

  private isHandledElsewhere(signal: ExitSignal): boolean {
    return this.options.process.listenerCount(signal) > 1 + politeListeners();
  }

  private end(signal: ExitSignal): void {
    this.stop();
    this.options.process.kill(this.options.process.pid, signal);
  }
}

/**
 * Listeners of the package `signal-exit`, which many programs carry without knowing: like ours they only clean up and
 * leave the decision to others. It counts them where its versions 3 and 4 look for one another.
 */
function politeListeners(): number {
  const known = globalThis as Record<symbol, unknown>;
  const emitters = [
    known[Symbol.for('signal-exit emitter')],
    (process as { __signal_exit_emitter__?: unknown }).__signal_exit_emitter__,
  ];
  return [...new Set(emitters)].reduce<number>((sum, emitter) => {
    const { count } = (emitter ?? {}) as { count?: unknown };
    return sum + (typeof count === 'number' ? count : 0);
  }, 0);
}

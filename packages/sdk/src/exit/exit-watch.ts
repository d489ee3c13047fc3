import { isMainThread } from 'node:worker_threads';
import { NaturalExit } from './natural-exit.js';
import { type ExitProcess, type ExitTarget, SignalExit } from './signal-exit.js';

/** What {@link watchExits} is given. */
export interface ExitWatchOptions {
  readonly target: ExitTarget;
  /** What may pass between the wish of the program to end and its end. */
  readonly timeoutMs: number;
  /** Whether to listen to signals. Never in worker threads: there are none. */
  readonly signals: boolean;
  readonly process?: ExitProcess;
  readonly isMainThread?: boolean;
}

/**
 * Watches for every way in which a process ends, to deliver or put away its spans first. It keeps no process alive for
 * longer than the deadline, and changes neither exit code nor signal. Answers how to stop watching.
 */
export function watchExits(options: ExitWatchOptions): () => void {
  const { target, timeoutMs } = options;
  const owner = options.process ?? process;
  const natural = new NaturalExit({ target, process: owner, timeoutMs });
  natural.start();
  if (!options.signals || !(options.isMainThread ?? isMainThread)) {
    return () => {
      natural.stop();
    };
  }
  const signals = new SignalExit({ target, process: owner, timeoutMs });
  signals.start();
  return () => {
    natural.stop();
    signals.stop();
  };
}

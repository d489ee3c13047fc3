/** Every exit code of the command line. Scripts rely on them. */
export const EXIT = {
  /** Done. */
  done: 0,
  /**
   * Done, but something was refused or dropped, or (with `--strict`) rejected; `view`: no trace was found; `spool
   * export`: something is damaged.
   */
  incomplete: 1,
  /** Wrong usage or configuration; nothing was sent. */
  usage: 2,
  /** The backend was not reachable; the input, the checkpoint or the spool still has what was not delivered. */
  unreachable: 3,
  /** Ended by SIGINT. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** One of the values of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The signals that end a run. */
export type EndSignal = 'SIGINT' | 'SIGTERM';

/** The exit code after a signal: 128 and its number, as shells count. */
export function signalExitCode(signal: EndSignal): ExitCode {
  return signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
}

/** The exit code after the run was told to end; undefined when it was not. */
export function exitCodeOfInterrupt(interrupt: AbortSignal): ExitCode | undefined {
  if (!interrupt.aborted) return undefined;
  return interrupt.reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}

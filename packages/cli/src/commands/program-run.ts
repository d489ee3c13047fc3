import { constants } from 'node:os';
import type { Host } from '../host.js';

/** How a program ended. */
export type ProgramEnd =
  | { readonly type: 'exited'; readonly exitCode: number }
  | { readonly type: 'signalled'; readonly signal: NodeJS.Signals }
  | { readonly type: 'not-started'; readonly code: string; readonly detail: string };

/** What a shell answers for a program that it cannot run, and for one that it cannot find. */
const CANNOT_RUN = 126;
const NOT_FOUND = 127;

/** The exit code by which a shell would tell the end of a program. */
export function exitCodeOf(end: ProgramEnd): number {
  switch (end.type) {
    case 'exited':
      return end.exitCode;
    case 'signalled':
      return 128 + constants.signals[end.signal];
    case 'not-started':
      return end.code === 'ENOENT' ? NOT_FOUND : CANNOT_RUN;
  }
}

/** Runs a program on the streams of this one; a signal that ends this command is handed on to it. Never rejects. */
export function runProgram(
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  host: Host,
): Promise<ProgramEnd> {
  const child = host.services.spawn(command, args, { stdio: 'inherit', env: { ...env } });
  const passOn = (): void => {
    child.kill(host.interrupt.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
  };
  host.interrupt.addEventListener('abort', passOn, { once: true });
  return new Promise<ProgramEnd>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ type: 'not-started', code: error.code ?? '', detail: error.message });
    });
    child.once('exit', (exitCode, signal) => {
      if (signal === null) resolve({ type: 'exited', exitCode: exitCode ?? 0 });
      else resolve({ type: 'signalled', signal });
    });
  }).finally(() => {
    host.interrupt.removeEventListener('abort', passOn);
  });
}

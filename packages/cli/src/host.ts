import type { spawn } from 'node:child_process';
import type {
  createDeliveryCollector,
  diagnose,
  readSpans,
  replaySpool,
  shipFiles,
  verifyAtBackend,
} from '@spanbridge/sdk';
import type { startServer } from '@spanbridge/server';
import type { Environment } from '@spanbridge/sdk';
import type { Output } from './output.js';

/** The packages that do the work, as the commands see them; tests put others in their place. */
export interface Services {
  readonly shipFiles: typeof shipFiles;
  readonly readSpans: typeof readSpans;
  readonly replaySpool: typeof replaySpool;
  readonly createDeliveryCollector: typeof createDeliveryCollector;
  readonly verifyAtBackend: typeof verifyAtBackend;
  readonly startServer: typeof startServer;
  readonly diagnose: typeof diagnose;
  readonly spawn: typeof spawn;
  /** Asks a local port who answers there. */
  readonly fetch: typeof fetch;
}

/** Everything of the process that a command may touch. */
export interface Host {
  readonly output: Output;
  readonly env: Environment;
  readonly workingDirectory: string;
  /** Opened by the first read only: an untouched stdin keeps no process alive. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly isStdinTerminal: boolean;
  /** Aborted by the first SIGINT or SIGTERM, with its name as the reason. */
  readonly interrupt: AbortSignal;
  readonly services: Services;
}

/** Resolves when the process is told to end. */
export async function untilInterrupted({ interrupt, output }: Host): Promise<void> {
  if (!interrupt.aborted) {
    await new Promise<void>((resolve) => {
      interrupt.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
    });
  }
  // The terminal has written ^C into the line at hand; the next prompt shall begin at its start.
  if (output.stderr.isTerminal) output.talk('');
}

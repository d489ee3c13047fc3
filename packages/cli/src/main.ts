import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import { createDeliveryCollector, diagnose, readSpans, replaySpool, shipFiles, verifyAtBackend } from '@spanbridge/sdk';
import { runCommandLine } from './command-line.js';
import { EXIT, type EndSignal, signalExitCode } from './exit-codes.js';
import type { Host, Services } from './host.js';
import { createStreamSink, Output } from './output.js';

/**
 * Keeps the heap near what lives in it: the old part grows by a fifth before it is collected, the young part stays as
 * small as it begins. `ship` so takes under 200 MB for a file of any size, at the same speed; V8's defaults take
 * twice that from a machine that has memory to spare.
 */
const HEAP_FLAGS = ['--heap-growing-percent=20', '--semi-space-growth-factor=1'];

/**
 * The process: its arguments, streams, signals and exit code. The only place of the command line that touches them. The
 * first SIGINT or SIGTERM ends the run in order, the second ends the process at once.
 */
export async function main(): Promise<void> {
  for (const flag of HEAP_FLAGS) setFlagsFromString(flag);
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      endRun(signal, interrupt);
    });
  const stdoutFailures: string[] = [];
  const stderr = createStreamSink(process.stderr, () => undefined);
  const stdout = createStreamSink(process.stdout, (code) => {
    stdoutFailures.push(code);
    stderr.write(`spanbridge: The result cannot be written to stdout (${code}).\n`);
  });
  const stdin = openStdinLazily();
  const host: Host = {
    output: new Output(stdout, stderr),
    env: process.env,
    workingDirectory: process.cwd(),
    stdin: stdin.chunks,
    isStdinTerminal: isatty(0),
    interrupt: interrupt.signal,
    services: {
      ...{ shipFiles, readSpans, replaySpool, createDeliveryCollector, verifyAtBackend },
      ...{ startServer: startServerLazily, diagnose, spawn, fetch },
    },
  };
  const code = await runCommandLine(process.argv.slice(2), host);
  // A result that is still on its way to a slow reader leaves before the process does.
  await new Promise<void>((resolve) =>
    process.stdout.write('', () => {
      resolve();
    }),
  );
  process.exitCode = stdoutFailures.length > 0 && code === EXIT.done ? EXIT.incomplete : code;
  stdin.close();
}

/** `ship` and `view` need no server, and start the sooner without loading one. */
const startServerLazily: Services['startServer'] = async (options) => {
  const { startServer } = await import('@spanbridge/server');
  return startServer(options);
};

function endRun(signal: EndSignal, interrupt: AbortController): void {
  if (interrupt.signal.aborted) process.exit(signalExitCode(signal));
  interrupt.abort(signal);
}

/** Stdin that is opened by its first read. An open pipe keeps the process alive, so it is closed at the end. */
function openStdinLazily(): { readonly chunks: AsyncIterable<Uint8Array>; readonly close: () => void } {
  let isOpen = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    isOpen = true;
    yield* process.stdin as AsyncIterable<Uint8Array>;
  }
  return {
    chunks: read(),
    close: () => {
      if (isOpen) process.stdin.destroy();
    },
  };
}

import { SpanbridgeError } from '@spanbridge/core';
import { readDescriptor } from './descriptor.js';
import { causeText, SOURCE_ERROR, systemErrorCode } from './errors.js';
import { pullUntilAborted } from './until-aborted.js';

const STDIN_DESCRIPTOR = 0;

/** What systems say when the program at the other end of a pipe has gone. */
const WRITER_GONE_CODES: ReadonlySet<string> = new Set(['EPIPE', 'EOF', 'ECONNRESET']);

/** Options of {@link readStdin}. */
export interface ReadStdinOptions {
  /** What to read instead of the stdin of the process. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  readonly chunkBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads stdin to its end. A writer that went away ends it like any other end; the signal ends it quietly.
 *
 * @throws SpanbridgeError `INPUT_READ_FAILED` for every other error
 */
export async function* readStdin(options: ReadStdinOptions = {}): AsyncGenerator<Uint8Array> {
  try {
    yield* pullUntilAborted(options.stdin ?? process.stdin, options.signal);
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (WRITER_GONE_CODES.has(code)) return;
    // A stream gives up when another process made the shared descriptor non-blocking; the bytes are still there.
    if (code !== 'EAGAIN' || options.stdin !== undefined) throw toReadError(error);
    yield* retry(options);
  }
}

async function* retry(options: ReadStdinOptions): AsyncGenerator<Uint8Array> {
  try {
    yield* readDescriptor(STDIN_DESCRIPTOR, options);
  } catch (error) {
    throw toReadError(error);
  }
}

function toReadError(error: unknown): SpanbridgeError {
  const remedy = 'Check the program that writes into it, then run again.';
  return new SpanbridgeError(SOURCE_ERROR.readFailed, `Reading stdin failed: ${causeText(error)}. ${remedy}`, {
    cause: error,
  });
}

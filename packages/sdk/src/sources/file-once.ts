import { close, constants, open, stat } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SpanbridgeError } from '@spanbridge/core';
import { readDescriptor, type ReadDescriptorOptions } from './descriptor.js';
import { causeText, quotePath, SOURCE_ERROR } from './errors.js';
import { ABORTED, pullUntilAborted, untilAborted } from './until-aborted.js';

const openAsync = promisify(open);
const closeAsync = promisify(close);
const statAsync = promisify(stat);

/** How often, and with what pause, the wait for a writer is ended: half a second in all, milliseconds as a rule. */
const WRITER_ATTEMPTS_MAX = 100;
const WRITER_DELAY_MS = 5;

/**
 * Reads a file, a named pipe or a character device once, from its beginning to its end; the end of a file is where
 * reading meets it, so lines that are added meanwhile are read too. A chunk is valid only until the next is asked for.
 * The file is closed in every case, and the signal ends reading quietly.
 *
 * @throws SpanbridgeError `INPUT_READ_FAILED` when the file cannot be opened or read on
 */
export async function* readFileOnce(path: string, options: ReadDescriptorOptions = {}): AsyncGenerator<Uint8Array> {
  let readBytes = 0;
  try {
    for await (const chunk of readPath(path, options)) {
      readBytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const remedy = 'What was read before it stands. Check the disk and the file, then run again.';
    const message = `Reading ${quotePath(path)} failed after ${readBytes} bytes: ${causeText(error)}. ${remedy}`;
    throw new SpanbridgeError(SOURCE_ERROR.readFailed, message, { cause: error });
  }
}

async function* readPath(path: string, options: ReadDescriptorOptions): AsyncGenerator<Uint8Array> {
  const isPipe = (await statAsync(path)).isFIFO();
  const opening = openAsync(path, 'r');
  const descriptor = await untilAborted(opening, options.signal);
  if (descriptor === ABORTED) {
    const closing = opening.then(closeAsync);
    if (isPipe) await endWaitForWriter(path, closing);
    else closing.catch(() => undefined);
    return;
  }
  if (isPipe) {
    yield* readPipe(descriptor, options.signal);
    return;
  }
  try {
    yield* readDescriptor(descriptor, options);
  } finally {
    await closeAsync(descriptor);
  }
}

/**
 * Opening a named pipe waits for its writer, and this wait would keep the process alive. Nothing ends it but a writer,
 * so one comes for a moment, again and again until the pipe has been opened and closed.
 */
async function endWaitForWriter(path: string, closing: Promise<void>): Promise<void> {
  const isClosed = closing.then(
    () => true,
    () => true,
  );
  for (let attempt = 0; attempt < WRITER_ATTEMPTS_MAX; attempt++) {
    // Fails without waiting (ENXIO) when the reader has not got as far as to wait, or has gone.
    await openAsync(path, constants.O_WRONLY | constants.O_NONBLOCK).then(closeAsync, () => undefined);
    if (await Promise.race([isClosed, delay(WRITER_DELAY_MS, false)])) return;
  }
}

/**
 * Reads a pipe through the event loop. A plain read would hold a thread of Node's pool until the writer writes, which
 * neither the signal nor the end of the process could interrupt.
 */
function readPipe(descriptor: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  // The socket owns the descriptor from here on and closes it when it is destroyed.
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  return pullUntilAborted(socket, signal);
}

import { close, constants, fstat, open, stat } from 'node:fs';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { SpanbridgeError } from '@spanbridge/core';
import { readDescriptor, type ReadDescriptorOptions } from './descriptor.js';
import { causeText, quotePath, SOURCE_ERROR } from './errors.js';
import { ABORTED, pullUntilAborted, untilAborted } from './until-aborted.js';

const openAsync = promisify(open);
const closeAsync = promisify(close);
const fstatAsync = promisify(fstat);
const statAsync = promisify(stat);

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
  const opening = openAsync(path, 'r');
  // Opening a named pipe waits for its writer.
  const descriptor = await untilAborted(opening, options.signal);
  if (descriptor === ABORTED) {
    giveUpOpening(path, opening).catch(() => undefined);
    return;
  }
  if ((await fstatAsync(descriptor)).isFIFO()) {
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
 * Ends the wait for the writer of a named pipe, which would keep the process alive, by being that writer for a moment:
 * nothing else interrupts it.
 */
async function giveUpOpening(path: string, opening: Promise<number>): Promise<void> {
  if ((await statAsync(path)).isFIFO()) {
    await closeAsync(await openAsync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  }
  await closeAsync(await opening);
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

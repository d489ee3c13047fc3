import { read } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemErrorCode } from './errors.js';
import { ABORTED, untilAborted } from './until-aborted.js';

const readAsync = promisify(read);

/** Size of one read when none is given. Larger ones measure no faster; smaller ones cost more calls. */
export const CHUNK_BYTES = 1024 * 1024;

/** Pause before a descriptor that had nothing to give is asked again. Short beside the delay of any log. */
const RETRY_DELAY_MS = 20;

/** Options of {@link readDescriptor}. */
export interface ReadDescriptorOptions {
  readonly chunkBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads an open file descriptor from where it stands to its end, one read per chunk that is asked for. All chunks
 * share one buffer: each is valid only until the next is asked for. The descriptor stays open. The signal ends it
 * quietly; errors of the system are thrown as they are.
 */
export async function* readDescriptor(
  descriptor: number,
  options: ReadDescriptorOptions = {},
): AsyncGenerator<Uint8Array> {
  const { signal } = options;
  const buffer = Buffer.allocUnsafe(options.chunkBytes ?? CHUNK_BYTES);
  while (signal?.aborted !== true) {
    const count = await untilAborted(readOnce(descriptor, buffer, signal), signal);
    if (count === ABORTED || count === 0) return;
    yield buffer.subarray(0, count);
  }
}

/** The count of bytes that the next read gives; 0 at the end, or when the signal came during a pause. */
async function readOnce(descriptor: number, buffer: Buffer, signal: AbortSignal | undefined): Promise<number> {
  for (;;) {
    try {
      return (await readAsync(descriptor, buffer, 0, buffer.length, null)).bytesRead;
    } catch (error) {
      const code = systemErrorCode(error);
      // Windows says so at the end of a pipe.
      if (code === 'EOF') return 0;
      // Somebody who shares the descriptor made it non-blocking. That is no end: more may come.
      if (code !== 'EAGAIN') throw error;
      if (signal?.aborted === true) return 0;
      await delay(RETRY_DELAY_MS);
    }
  }
}

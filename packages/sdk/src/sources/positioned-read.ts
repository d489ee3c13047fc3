import { close, open, read } from 'node:fs';
import { promisify } from 'node:util';

const openAsync = promisify(open);
const closeAsync = promisify(close);
const readAsync = promisify(read);

/** Opens a file for reading; errors of the system are thrown as they are. */
export function openForReading(path: string): Promise<number> {
  return openAsync(path, 'r');
}

/** Closes a descriptor; that it could not be closed is nobody's business. */
export async function closeQuietly(descriptor: number): Promise<void> {
  await closeAsync(descriptor).catch(() => undefined);
}

/**
 * Reads at a place of a file into a buffer until it is full or the file ends, and answers how many bytes that gave:
 * fewer than the buffer holds only at the end. The position of the descriptor stays where it is.
 */
export async function readAt(descriptor: number, buffer: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const room = buffer.length - length;
    const { bytesRead } = await readAsync(descriptor, buffer, length, room, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

/** The bytes of a file between two places, fewer when it ends before. */
export async function readRange(descriptor: number, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, to - from));
  return buffer.subarray(0, await readAt(descriptor, buffer, from));
}

/** Reads a file from its start to its end, a chunk at a time; a chunk is valid only until the next is asked for. */
export async function* readFromStart(descriptor: number, chunkBytes: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let position = 0;
  for (;;) {
    const count = await readAt(descriptor, buffer, position);
    if (count === 0) return;
    position += count;
    yield buffer.subarray(0, count);
    if (count < chunkBytes) return;
  }
}

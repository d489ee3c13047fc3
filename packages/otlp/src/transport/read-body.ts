import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** The largest answer that is read, counted after decompression (OTLP specification, "OTLP/HTTP Response"). */
export const RESPONSE_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Reads the body of an answer, decompressed. Answers undefined when it is cut off, broken, in an unknown compression or
 * larger than {@link RESPONSE_BYTES_MAX}; in the last case the connection is closed, so nothing more is taken in.
 */
export async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const stream = decompressed(message);
    if (stream === undefined) throw new Error('unknown compression');
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > RESPONSE_BYTES_MAX) throw new Error('too large');
      chunks.push(chunk);
    }
  } catch {
    message.destroy();
    return undefined;
  }
  return Buffer.concat(chunks);
}

function decompressed(message: IncomingMessage): Readable | undefined {
  const decoder = createDecoder(message.headers['content-encoding']?.trim().toLowerCase() ?? 'identity');
  if (decoder === undefined || decoder === 'identity') return decoder === undefined ? undefined : message;
  // An error on either side reaches the loop that reads the decoder, so the callback has nothing to add.
  return pipeline(message, decoder, () => undefined);
}

function createDecoder(
  encoding: string,
): ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress> | 'identity' | undefined {
  switch (encoding) {
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

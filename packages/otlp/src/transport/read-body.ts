import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { RESPONSE_BYTES_MAX } from './transport-limits.js';

/** What became of the body of an answer. */
export type ResponseBody =
  | { readonly status: 'read'; readonly bytes: Uint8Array }
  /** Larger than allowed, after decompression. The connection is closed, so nothing more is taken in. */
  | { readonly status: 'too-large' }
  /** Cut off, or in a compression that is unknown or does not hold. */
  | { readonly status: 'broken' };

/** Reads the body of an answer of at most {@link RESPONSE_BYTES_MAX}, decompressed; undefined when that fails. */
export async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const body = await readBodyWithin(message, RESPONSE_BYTES_MAX);
  return body.status === 'read' ? body.bytes : undefined;
}

/** Reads the body of an answer of at most `bytesMax`, decompressed. Never rejects. */
export async function readBodyWithin(message: IncomingMessage, bytesMax: number): Promise<ResponseBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const stream = decompressed(message);
    if (stream === undefined) throw new Error('unknown compression');
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > bytesMax) break;
      chunks.push(chunk);
    }
  } catch {
    message.destroy();
    return { status: 'broken' };
  }
  if (size <= bytesMax) return { status: 'read', bytes: Buffer.concat(chunks) };
  message.destroy();
  return { status: 'too-large' };
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

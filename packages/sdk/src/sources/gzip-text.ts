import { decompress, type TextBytes } from './decompress.js';
import { FINGERPRINT_BYTES } from './fingerprint.js';
import { readFromStart } from './positioned-read.js';

/** Compressed bytes that are read at once to see how a text begins. */
const HEAD_CHUNK_BYTES = 16 * 1024;

/** The text of an open compressed file, from its start. */
export function readGzipText(descriptor: number, chunkBytes: number): AsyncGenerator<TextBytes> {
  return decompress(readFromStart(descriptor, chunkBytes), '');
}

/** The first bytes of the text of an open compressed file, as many as a fingerprint covers. */
export async function readGzipHead(descriptor: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const item of readGzipText(descriptor, HEAD_CHUNK_BYTES)) {
    if (item.kind === 'damaged') break;
    chunks.push(Buffer.from(item.bytes));
    length += item.bytes.length;
    if (length >= FINGERPRINT_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, FINGERPRINT_BYTES);
}

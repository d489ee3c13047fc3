import * as zlib from 'node:zlib';
import { type InflaterStream } from './inflater.js';

/** How an input is stored. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'brotli';

/** Bytes needed to recognise a compression. */
export const MAGIC_BYTES = 4;

/**
 * Tells how an input is compressed: gzip and zstd by their first bytes, whatever the file is called, and brotli, which
 * has no such mark, by a name that ends in `.br`.
 */
export function detectCompression(head: Uint8Array, name: string): Compression {
  if (isGzip(head)) return 'gzip';
  if (isZstd(head)) return 'zstd';
  return name.toLowerCase().endsWith('.br') && head.length > 0 ? 'brotli' : 'none';
}

/** Answers whether bytes begin a member of a gzip file (RFC 1952): its two marks and the only method there is. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && (head.length < 3 || head[2] === 0x08);
}

/** Answers whether bytes begin a zstd frame (RFC 8878), of data or one to be skipped. */
export function isZstd(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if (first === undefined || second !== 0xb5 || third !== 0x2f || fourth !== 0xfd) return isSkippableFrame(head);
  return first === 0x28;
}

function isSkippableFrame(head: Uint8Array): boolean {
  const isMark = head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  return isMark && head[0] !== undefined && head[0] >= 0x50 && head[0] <= 0x5f;
}

/** Answers whether this Node.js reads zstd; `node:zlib` has it since 22.15. */
export function canReadZstd(): boolean {
  return zstdFactory() !== undefined;
}

/** What makes a zstd decoder, where `node:zlib` has one. */
export function zstdFactory(): (() => InflaterStream) | undefined {
  const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: () => InflaterStream };
  return createZstdDecompress;
}

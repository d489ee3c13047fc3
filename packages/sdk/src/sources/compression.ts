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

/** Answers whether bytes begin a zstd frame (RFC 8878): one of data, or one of the sixteen kinds to be skipped. */
export function isZstd(head: Uint8Array): boolean {
  if (head.length < MAGIC_BYTES) return false;
  const magic = Buffer.from(head.subarray(0, MAGIC_BYTES)).readUInt32LE();
  return magic === 0xfd2fb528 || (magic >= 0x184d2a50 && magic <= 0x184d2a5f);
}

/**
 * The first line of Node.js whose zstd decoder can be trusted. That of the 22 line reads whole streams, but reports no
 * fault when a stream is cut: what is missing would be lost in silence.
 */
const ZSTD_NODE_MAJOR = 24;

/** Answers whether this Node.js reads zstd and tells when it is cut short. */
export function canReadZstd(): boolean {
  return zstdFactory() !== undefined;
}

/** What makes a zstd decoder, where `node:zlib` has one. */
export function zstdFactory(): (() => InflaterStream) | undefined {
  if (Number.parseInt(process.versions.node, 10) < ZSTD_NODE_MAJOR) return undefined;
  const { createZstdDecompress } = zlib as { readonly createZstdDecompress?: () => InflaterStream };
  return createZstdDecompress;
}

import { crc32 } from 'node:zlib';

/** A segment as the next version of the format may begin it. */
export function later(segment: Buffer): Buffer {
  const bytes = Buffer.from(segment);
  bytes.writeUInt16LE(2, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
  return bytes;
}

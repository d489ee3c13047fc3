import { crc32 } from 'node:zlib';
import { type ChunkReader } from './chunk-reader.js';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;

/** Flags of a gzip header that announce further parts of it (RFC 1952, section 2.3.1). */
const FLAG = { headerChecksum: 0x02, extra: 0x04, name: 0x08, comment: 0x10 } as const;

/** Passes over the header of a gzip member. False: the stream broke off inside it. */
export async function skipGzipHeader(reader: ChunkReader): Promise<boolean> {
  const header = await reader.take(HEADER_BYTES);
  if (header.length < HEADER_BYTES) return false;
  const flags = header[3] as number;
  if ((flags & FLAG.extra) !== 0) {
    const size = await reader.take(2);
    if (size.length < 2) return false;
    const extraBytes = size.readUInt16LE();
    if ((await reader.take(extraBytes)).length < extraBytes) return false;
  }
  if ((flags & FLAG.name) !== 0 && !(await reader.skipPast(0))) return false;
  if ((flags & FLAG.comment) !== 0 && !(await reader.skipPast(0))) return false;
  return (flags & FLAG.headerChecksum) === 0 || (await reader.take(2)).length === 2;
}

/** The checksum and length of what a gzip member held, to be compared with its trailer. */
export class GzipTally {
  private checksum = 0;
  private lengthBytes = 0;

  /** Counts decoded bytes in. */
  add(bytes: Uint8Array): void {
    this.checksum = crc32(bytes, this.checksum);
    this.lengthBytes = (this.lengthBytes + bytes.length) % 2 ** 32;
  }

  /** Reads the trailer of the member: undefined when it agrees, else what is wrong, as a sentence. */
  async checkTrailer(reader: ChunkReader): Promise<string | undefined> {
    const trailer = await reader.take(TRAILER_BYTES);
    if (trailer.length < TRAILER_BYTES) return 'The gzip data end before their checksum.';
    if (trailer.readUInt32LE(0) === this.checksum && trailer.readUInt32LE(4) === this.lengthBytes) return undefined;
    return 'The checksum of the gzip data does not match: some of what was read from them is wrong.';
  }
}

import { crc32 } from 'node:zlib';
import { ChunkReader } from '../../src/sources/chunk-reader.js';
import { GzipTally, skipGzipHeader } from '../../src/sources/gzip-member.js';

async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield await Promise.resolve(Uint8Array.of(byte));
}

/** A header with every part that the flags can announce: extra field, name, comment, checksum. */
const FULL_HEADER = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3]),
  Buffer.from([3, 0]),
  Buffer.from('xyz'),
  Buffer.from('name.jsonl\0'),
  Buffer.from('comment\0'),
  Buffer.from([1, 2]),
]);

describe('skipGzipHeader', () => {
  test('every part of a header is passed over', async () => {
    const reader = new ChunkReader(oneByOne(Buffer.concat([FULL_HEADER, Buffer.from('data')])));
    expect(await skipGzipHeader(reader)).toBe(true);
    expect(String(await reader.take(10))).toBe('data');
  });

  test('a header that breaks off anywhere is told', async () => {
    for (let length = 0; length < FULL_HEADER.length; length++) {
      const reader = new ChunkReader(oneByOne(FULL_HEADER.subarray(0, length)));
      expect(await skipGzipHeader(reader)).toBe(false);
    }
  });
});

describe('GzipTally', () => {
  async function check(trailer: Buffer): Promise<string | undefined> {
    const tally = new GzipTally();
    tally.add(Buffer.from('ab'));
    tally.add(Buffer.from('c'));
    return tally.checkTrailer(new ChunkReader(oneByOne(trailer)));
  }

  test('a trailer with the right checksum and length agrees', async () => {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32('abc'), 0);
    trailer.writeUInt32LE(3, 4);
    expect(await check(trailer)).toBeUndefined();
  });

  test('a wrong or short trailer is told', async () => {
    expect(await check(Buffer.alloc(8))).toMatch(/checksum .* does not match/);
    expect(await check(Buffer.alloc(7))).toMatch(/end before their checksum/);
  });
});

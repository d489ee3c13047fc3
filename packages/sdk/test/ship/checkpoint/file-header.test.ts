import { crc32 } from 'node:zlib';
import { decodeHeader, encodeHeader, type FileHeader } from '../../../src/ship/checkpoint/file-header.js';

const SLOT: FileHeader = { kind: 'slot', generation: 7, bodyBytes: 5_000_000_000, bodyCrc: 0xfedcba98 };
const LOG: FileHeader = { kind: 'log', generation: 8, continues: { generation: 7, lengthBytes: 64 } };

describe('the header of a file', () => {
  it.each([SLOT, LOG, { kind: 'log', generation: 1, continues: undefined } as const])('comes back: %j', (header) => {
    expect(decodeHeader(encodeHeader(header))).toEqual({ status: 'good', header });
  });

  it('stands on the disk as FORMAT.md draws it', () => {
    // Both checksums were made with the zlib of another language.
    expect(encodeHeader(SLOT).toString('hex')).toBe(
      '534243484b50540a' +
        '01000000' +
        '28f1e29c' +
        '01000000' +
        '98badcfe' +
        '0700000000000000' +
        '00f2052a01000000' +
        '0000000000000000' +
        '0000000000000000' +
        '00000000' +
        'ec6d0a60',
    );
    expect(encodeHeader(LOG).subarray(16, 60).toString('hex')).toBe(
      '02000000' +
        '00000000' +
        '0800000000000000' +
        '0000000000000000' +
        '0700000000000000' +
        '4000000000000000' +
        '00000000',
    );
  });

  it('is damaged by any flipped bit, also in the version, and by any cut', () => {
    const bytes = encodeHeader(LOG);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decodeHeader(copy)).toEqual({ status: 'damaged' });
    }
    for (let size = 0; size < bytes.length; size += 1) {
      expect(decodeHeader(bytes.subarray(0, size))).toEqual({ status: 'damaged' });
    }
  });

  it('of a newer version is told from damage by the checksum of its first 12 bytes, whatever follows', () => {
    const bytes = encodeHeader(SLOT).subarray(0, 16);
    bytes.writeUInt32LE(2, 8);
    expect(decodeHeader(bytes)).toEqual({ status: 'damaged' });
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
    expect(decodeHeader(bytes)).toEqual({ status: 'newer', version: 2 });
  });

  it('of a version or kind that never was is damaged', () => {
    for (const [at, value] of [
      [8, 0],
      [16, 3],
    ] as const) {
      const bytes = encodeHeader(SLOT);
      bytes.writeUInt32LE(value, at);
      bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
      bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60);
      expect(decodeHeader(bytes)).toEqual({ status: 'damaged' });
    }
  });
});

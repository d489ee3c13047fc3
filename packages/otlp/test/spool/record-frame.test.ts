import * as fc from 'fast-check';
import { BLOCK_BYTES, readBlock, recordBytes, writeRecord } from '../../src/spool/record-frame.js';
import { entry } from '../support/spool-entries.js';
import { headOf } from '../support/segment-bytes.js';

describe('a record frame', () => {
  it('has its numbers before and behind the body, at the places that the format draws', () => {
    const body = Buffer.from('body');
    const item = entry('body', { signal: 'logs', priority: 2, spanCount: 0x01020304 });
    const bytes = Buffer.alloc(recordBytes(4));
    expect(writeRecord(bytes, 0, headOf(0x1122, item), body)).toBe(84);
    expect(bytes.subarray(0, 32).toString('hex')).toBe(
      '53505248' + '04000000' + '2211000000000000' + '2279e5cf8b010000' + '04030201' + '02' + '02' + '0000',
    );
    expect(bytes.subarray(40, 44).toString()).toBe('body');
    expect(bytes.subarray(44, 48).toString()).toBe('SPRT');
    expect(bytes.subarray(48, 80)).toEqual(bytes.subarray(4, 36));
    expect(readBlock(bytes, 0)).toEqual({ side: 'head', head: headOf(0x1122, item) });
    expect(readBlock(bytes, 44)).toEqual({ side: 'tail', head: headOf(0x1122, item) });
  });

  it('gives back what was written, whatever it is', () => {
    const arbitraryHead = fc.record({
      sequence: fc.maxSafeNat(),
      signal: fc.constantFrom('traces' as const, 'logs' as const),
      priority: fc.constantFrom(0 as const, 1 as const, 2 as const),
      spanCount: fc.nat({ max: 2 ** 32 - 1 }),
      bodyBytes: fc.nat({ max: 100 }),
      bodyCrc: fc.nat({ max: 2 ** 32 - 1 }),
      appendedUnixMs: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(arbitraryHead, fc.nat({ max: 50 }), (head, offset) => {
        const bytes = Buffer.alloc(offset + recordBytes(head.bodyBytes));
        writeRecord(bytes, offset, head, Buffer.alloc(head.bodyBytes, 7));
        expect(readBlock(bytes, offset)).toEqual({ side: 'head', head });
        expect(readBlock(bytes, offset + BLOCK_BYTES + head.bodyBytes)).toEqual({ side: 'tail', head });
      }),
    );
  });

  it('is not read when any bit of the block is another one, or the block is cut', () => {
    const block = Buffer.alloc(recordBytes(0));
    writeRecord(block, 0, headOf(1, { ...entry(''), body: Buffer.alloc(0) }), Buffer.alloc(0));
    for (let bit = 0; bit < BLOCK_BYTES * 8; bit += 1) {
      const bytes = Buffer.from(block);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(readBlock(bytes, 0)).toBeUndefined();
    }
    expect(readBlock(block.subarray(0, BLOCK_BYTES - 1), 0)).toBeUndefined();
    expect(readBlock(block, -1)).toBeUndefined();
  });
});

import * as fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { recordBytes } from '../../src/spool/record-frame.js';
import {
  encodeSegmentHeader,
  parseSegmentName,
  readSegmentHeader,
  scanSegment,
  segmentName,
  type SegmentScan,
} from '../../src/spool/segment-file.js';
import { segmentBytes } from '../support/segment-bytes.js';
import { entries, entry } from '../support/spool-entries.js';

const FIRST = { firstSequence: 1, rewrites: 0 };

function found(scan: SegmentScan): readonly string[] {
  return scan.records.map(({ head, isBodyGood }) => `${head.sequence}${isBodyGood ? '' : ' damaged'}`);
}

function flipped(bytes: Buffer, offset: number, mask = 0x40): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(offset) ^ mask, offset);
  return copy;
}

describe('the name of a segment', () => {
  it.each([
    [{ firstSequence: 1, rewrites: 0 }, '0000000000000001.segment'],
    [{ firstSequence: 204, rewrites: 3 }, '0000000000000204-3.segment'],
    [{ firstSequence: Number.MAX_SAFE_INTEGER, rewrites: 0 }, '9007199254740991.segment'],
  ])('of %j is %s, and back', (id, name) => {
    expect(segmentName(id)).toBe(name);
    expect(parseSegmentName(name)).toEqual(id);
  });

  it.each(['0000000000000000.segment', '1.segment', '9007199254740992.segment', '0000000000000001-0.segment', 'x'])(
    'is not %s',
    (name) => {
      expect(parseSegmentName(name)).toBeUndefined();
    },
  );
});

describe('the header of a segment', () => {
  it('says version, first sequence and rewrites at the places that the format draws', () => {
    const bytes = encodeSegmentHeader({ firstSequence: 0x1122, rewrites: 2 });
    expect(bytes.subarray(0, 28).toString('hex')).toBe(
      Buffer.from('sbspool\n').toString('hex') + '0100' + '0000' + '02000000' + '2211000000000000' + '00000000',
    );
    expect(readSegmentHeader(bytes)).toEqual({ status: 'good' });
  });

  it('of a later version is told apart from a damaged one', () => {
    const bytes = encodeSegmentHeader(FIRST);
    bytes.writeUInt16LE(2, 8);
    expect(readSegmentHeader(bytes)).toEqual({ status: 'damaged' });
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 28)), 28);
    expect(readSegmentHeader(bytes)).toEqual({ status: 'newer', version: 2 });
  });
});

describe('reading a segment', () => {
  const items = entries(5, 'record ', { bodyBytes: 50, spanCount: 3 });
  const bytes = segmentBytes(1, items);
  const startOf = (index: number): number => 32 + index * recordBytes(50);

  it('finds all records', () => {
    const scan = scanSegment(bytes, FIRST);
    expect(found(scan)).toEqual(['1', '2', '3', '4', '5']);
    expect(scan).toMatchObject({ holes: [], wholeBytes: bytes.byteLength, isDamaged: false });
    expect(scan.records[2]).toMatchObject({ offset: startOf(2), head: { spanCount: 3, bodyBytes: 50 } });
  });

  it('one flipped byte at every offset of 64 KiB costs at most one record, whose spans are known', () => {
    const large = segmentBytes(1, entries(8, 'r', { bodyBytes: 8_108, spanCount: 3 }));
    expect(large.byteLength).toBe(65_536);
    const bodies = { lost: 0, harmless: 0 };
    for (let offset = 0; offset < large.byteLength; offset += 1) {
      const before = large.readUInt8(offset);
      large.writeUInt8(before ^ (1 << (offset % 8)), offset);
      const { records, holes, isDamaged, wholeBytes } = scanSegment(large, FIRST);
      large.writeUInt8(before, offset);
      const damaged = records.filter(({ isBodyGood }) => !isBodyGood);
      const areSpansKnown = records.length === 8 && records.every(({ head }) => head.spanCount === 3);
      if (!areSpansKnown || holes.length > 0 || !isDamaged || wholeBytes !== 65_536) {
        throw new Error(`A flip at ${offset} is read as ${JSON.stringify({ records, holes, isDamaged, wholeBytes })}.`);
      }
      bodies[damaged.length === 0 ? 'harmless' : 'lost'] += damaged.length === 0 ? 1 : damaged.length;
    }
    // Exactly the bytes of bodies cost a record, one each.
    expect(bodies).toEqual({ lost: 8 * 8_108, harmless: 32 + 8 * 80 });
  });

  it('a file cut at every length keeps every whole record', () => {
    for (let lengthBytes = 0; lengthBytes <= bytes.byteLength; lengthBytes += 1) {
      const scan = scanSegment(bytes.subarray(0, lengthBytes), FIRST);
      const whole = Math.max(0, Math.floor((lengthBytes - 32) / recordBytes(50)));
      expect(scan.records).toHaveLength(whole);
      expect(scan.wholeBytes).toBe(lengthBytes < 32 ? 0 : startOf(whole));
      expect(scan.isDamaged).toBe(false);
    }
  });

  it('a file that grew without its data ends where the data ends', () => {
    const scan = scanSegment(Buffer.concat([bytes, Buffer.alloc(500)]), FIRST);
    expect(scan).toMatchObject({ wholeBytes: bytes.byteLength, isDamaged: false, holes: [] });
  });

  it('goes on behind a record of which nothing is left, and knows that it was one', () => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xee, startOf(1), startOf(2));
    const scan = scanSegment(damaged, FIRST);
    expect(found(scan)).toEqual(['1', '3', '4', '5']);
    expect(scan.holes).toEqual([{ firstSequence: 2, recordCount: 1 }]);
    expect(scan.wholeBytes).toBe(bytes.byteLength);
  });

  it('goes on behind several lost records, whose number the sequences tell', () => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0, startOf(1) + 10, startOf(4) - 10);
    const scan = scanSegment(damaged, FIRST);
    expect(found(scan)).toEqual(['1', '5']);
    expect(scan.holes).toEqual([{ firstSequence: 2, recordCount: 3 }]);
  });

  it('counts bytes at the end that are neither a record nor zeros as one lost record at least', () => {
    const scan = scanSegment(Buffer.concat([bytes, Buffer.alloc(100, 0xee)]), FIRST);
    expect(scan.holes).toEqual([{ firstSequence: 6, recordCount: 1 }]);
    expect(scan).toMatchObject({ wholeBytes: bytes.byteLength + 100, isDamaged: true });
  });

  it('a sequence from nowhere does not count as more records than there was room for', () => {
    const joined = Buffer.concat([bytes, Buffer.alloc(200, 0xee), segmentBytes(1_000_000, [entry('x')]).subarray(32)]);
    expect(scanSegment(joined, FIRST).holes).toEqual([{ firstSequence: 6, recordCount: 2 }]);
  });

  it('a record in the body of a record is a body, also when the outer one is damaged', () => {
    const inner = segmentBytes(3, entries(2, 'inner'));
    const outer = segmentBytes(1, [entry('first'), { ...entry(''), body: inner }, entry('last')]);
    expect(found(scanSegment(outer, FIRST))).toEqual(['1', '2', '3']);
    const secondStart = 32 + recordBytes(5);
    expect(found(scanSegment(flipped(outer, secondStart + 3), FIRST))).toEqual(['1', '2', '3']);
  });

  it('a damaged header costs nothing', () => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xee, 0, 32);
    expect(found(scanSegment(damaged, FIRST))).toEqual(['1', '2', '3', '4', '5']);
    expect(scanSegment(damaged, FIRST).isDamaged).toBe(true);
  });

  it('takes any bytes, never throws, and finds records only where they are', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array)),
      fc.nat({ max: 4 }).map((index) => bytes.subarray(startOf(index), startOf(index + 1))),
      fc.tuple(fc.nat({ max: 600 }), fc.nat({ max: 600 })).map(([from, to]) => bytes.subarray(from, to)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const scan = scanSegment(Buffer.concat([bytes.subarray(0, 32), ...pieces]), FIRST);
        const sequences = scan.records.map(({ head }) => head.sequence);
        expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
        for (const { head, isBodyGood } of scan.records) {
          if (isBodyGood) expect(head.bodyCrc).toBe(crc32(items[head.sequence - 1]?.body ?? Buffer.alloc(0)));
        }
      }),
      { numRuns: 500 },
    );
  });
});

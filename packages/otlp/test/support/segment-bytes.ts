import { crc32 } from 'node:zlib';
import { recordBytes, writeRecord, type RecordHead } from '../../src/spool/record-frame.js';
import { encodeSegmentHeader } from '../../src/spool/segment-file.js';
import { type SpoolEntry } from '../../src/spool/spool-types.js';

/** The head of a record, for tests that look at numbers. */
export function headOf(sequence: number, { signal, priority, spanCount, body }: SpoolEntry): RecordHead {
  const appendedUnixMs = 1_700_000_000_000 + sequence;
  return {
    ...{ sequence, signal, priority, spanCount, appendedUnixMs },
    ...{ bodyBytes: body.byteLength, bodyCrc: crc32(body) },
  };
}

/** A segment as a process writes it, its records numbered from `firstSequence` on. */
export function segmentBytes(firstSequence: number, items: readonly SpoolEntry[], rewrites = 0): Buffer {
  const header = encodeSegmentHeader({ firstSequence, rewrites });
  const records = items.map((item, index) => {
    const bytes = Buffer.alloc(recordBytes(item.body.byteLength));
    writeRecord(bytes, 0, headOf(firstSequence + index, item), item.body);
    return bytes;
  });
  return Buffer.concat([header, ...records]);
}

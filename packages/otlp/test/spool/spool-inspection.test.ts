import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSpool } from '../../src/spool/spool.js';
import { inspectSpool, readSpoolRecords, type InspectedRecord } from '../../src/spool/spool-inspection.js';
import { freshDirectory } from '../support/fresh-directory.js';
import { later } from '../support/later-version.js';
import { segmentBytes } from '../support/segment-bytes.js';
import { entries, textsOf } from '../support/spool-entries.js';

const SEGMENT = '0000000000000001.segment';

async function recordsOf(directory: string): Promise<readonly InspectedRecord[]> {
  const records: InspectedRecord[] = [];
  for await (const record of readSpoolRecords(directory)) records.push(record);
  return records;
}

describe('an inspection', () => {
  it('tells what is there and who waits for it, while another has the spool open, and changes nothing', async () => {
    const directory = freshDirectory();
    let nowUnixMs = 1_000;
    const spool = await openSpool({
      ...{ directory, destinations: ['a', 'b'], segmentBytesMax: 500 },
      nowUnixMs: () => (nowUnixMs += 1_000),
    });
    await spool.append(entries(2, 'first', { bodyBytes: 100, spanCount: 5 }));
    await spool.append(entries(3, 'second', { bodyBytes: 300, spanCount: 7 }));
    await spool.destination('a').ack([1, 3]);
    await spool.destination('b').ack([5]);
    writeFileSync(join(directory, 'notes.txt'), '');
    const before = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')]);
    const inspection = await inspectSpool(directory);
    expect(inspection).toMatchObject({ directory, holderPid: process.pid, keptSpanCount: 31, faults: [] });
    expect(inspection.otherNames).toEqual(['notes.txt']);
    expect(inspection.sizeBytes).toBe(spool.sizeBytes + readFileSync(join(directory, 'lock')).byteLength);
    expect(inspection.segments).toHaveLength(4);
    const [firstSegment] = inspection.segments;
    expect(firstSegment).toMatchObject({ name: SEGMENT, status: 'readable', sizeBytes: 392 });
    expect(firstSegment).toMatchObject({ firstSequence: 1, lastSequence: 2, recordCount: 2, spanCount: 10 });
    expect(firstSegment).toMatchObject({ damagedRecordCount: 0, lostRecordCount: 0, tornBytes: 0, faults: [] });
    expect(firstSegment?.oldestUnixMs).toBe(firstSegment?.newestUnixMs);
    expect(inspection.destinations).toEqual([
      {
        ...{ name: 'a', pendingRecordCount: 3, pendingSpanCount: 19 },
        oldestPendingUnixMs: firstSegment?.oldestUnixMs,
      },
      {
        ...{ name: 'b', pendingRecordCount: 4, pendingSpanCount: 24 },
        oldestPendingUnixMs: firstSegment?.oldestUnixMs,
      },
    ]);
    const records = await recordsOf(directory);
    expect(textsOf(records)).toEqual(['first0', 'first1', 'second0', 'second1', 'second2']);
    expect(records.map(({ acknowledgedBy }) => acknowledgedBy)).toEqual([['a'], [], ['a'], [], ['b']]);
    expect(records[4]).toMatchObject({ sequence: 5, spanCount: 7, priority: 1, signal: 'traces', isForgotten: false });
    expect(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'latin1')])).toEqual(before);
    await spool.close();
    expect((await inspectSpool(directory)).holderPid).toBeUndefined();
  });

  it('reads what can be read of damaged, torn, foreign and later files, and says what is wrong', async () => {
    const directory = freshDirectory();
    const bytes = segmentBytes(1, entries(4, 'r', { bodyBytes: 100, spanCount: 2 }));
    const damaged = Buffer.from(bytes);
    damaged.fill(0xee, 32 + 45, 32 + 50); // the body of the first
    damaged.fill(0xee, 32 + 180, 32 + 360); // all of the second
    writeFileSync(join(directory, SEGMENT), damaged.subarray(0, damaged.byteLength - 3));
    const quietlyDamaged = segmentBytes(8, entries(1, 'q'));
    quietlyDamaged.writeUInt8(0, 0);
    writeFileSync(join(directory, '0000000000000008.segment'), quietlyDamaged);
    const copies = segmentBytes(8, entries(1, 'q'), 1);
    writeFileSync(join(directory, '0000000000000008-1.segment'), copies);
    writeFileSync(join(directory, '0000000000000009.segment.corrupt'), segmentBytes(9, entries(2, 'old')));
    writeFileSync(join(directory, '0000000000000020.segment'), later(segmentBytes(20, entries(1))));
    symlinkSync(join(directory, SEGMENT), join(directory, '0000000000000030.segment'));
    writeFileSync(join(directory, 'acks'), Buffer.alloc(64, 0xee));
    const inspection = await inspectSpool(directory);
    expect(inspection.faults).toEqual(['"acks" is damaged; some acknowledgements may be missing.']);
    expect(inspection.otherNames).toEqual(['0000000000000030.segment']);
    expect(
      inspection.segments.map(({ name, status, recordCount, faults }) => [name, status, recordCount, faults]),
    ).toEqual([
      [SEGMENT, 'readable', 1, ['1 records have a damaged body.', 'At least 1 records are not readable at all.']],
      ['0000000000000008-1.segment', 'readable', 1, []],
      ['0000000000000008.segment', 'readable', 1, ['Bytes were changed that cost no record.']],
      ['0000000000000009.segment.corrupt', 'quarantined', 2, []],
      ['0000000000000020.segment', 'newer', 0, ['It has the format 2, and this version reads up to 1.']],
    ]);
    expect(inspection.segments[0]).toMatchObject({ damagedSpanCount: 2, tornBytes: 177, spanCount: 2 });
    // The third of four, and the one that stands in two segments once.
    expect(textsOf(await recordsOf(directory))).toEqual(['r2', 'q0']);
    expect(inspection.keptSpanCount).toBe(3);
  });

  const notAsRoot = process.geteuid?.() === 0 ? it.skip : it;
  notAsRoot('says which segment it may not open (not as root, who may)', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, SEGMENT), segmentBytes(1, entries(1)));
    chmodSync(join(directory, SEGMENT), 0);
    expect((await inspectSpool(directory)).segments).toMatchObject([{ status: 'unreadable' }]);
    expect(await recordsOf(directory)).toEqual([]);
  });

  it('of an empty directory finds nothing, and of none says so', async () => {
    const directory = freshDirectory();
    expect(await inspectSpool(directory)).toMatchObject({ segments: [], destinations: [], keptSpanCount: 0 });
    await expect(inspectSpool(join(directory, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

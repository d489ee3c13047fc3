import type { SegmentInspection, SpoolInspection } from '@spanbridge/otlp';
import { spoolLines } from '../../src/report/spool-lines.js';

const NOW_MS = 1_700_000_000_000;

function segment(change: Partial<SegmentInspection> = {}): SegmentInspection {
  return {
    name: '0000000000000001.segment',
    sizeBytes: 1_200_000,
    status: 'readable',
    firstSequence: 1,
    lastSequence: 17,
    recordCount: 17,
    spanCount: 8704,
    oldestUnixMs: NOW_MS - 7_200_000,
    newestUnixMs: NOW_MS - 180_000,
    damagedRecordCount: 0,
    damagedSpanCount: 0,
    lostRecordCount: 0,
    tornBytes: 0,
    faults: [],
    ...change,
  };
}

function inspection(change: Partial<SpoolInspection> = {}): SpoolInspection {
  return {
    directory: '/var/spool/shop',
    holderPid: undefined,
    sizeBytes: 1_200_000,
    segments: [segment()],
    destinations: [],
    keptSpanCount: 8704,
    otherNames: [],
    faults: [],
    ...change,
  };
}

describe('spoolLines', () => {
  it('aligns segments and destinations', () => {
    const destinations = [
      { name: 'a/v1/traces#1', pendingRecordCount: 3, pendingSpanCount: 12, oldestPendingUnixMs: NOW_MS - 60_000 },
      { name: 'b/v1/traces#2', pendingRecordCount: 0, pendingSpanCount: 0, oldestPendingUnixMs: undefined },
    ];
    expect(spoolLines(inspection({ destinations, holderPid: 1234 }), NOW_MS)).toEqual([
      '/var/spool/shop: 8,704 spans kept, 1.2 MB, in use by process 1234',
      '',
      'Segment                     Size  Records  Spans           Age  Condition',
      '0000000000000001.segment  1.2 MB       17  8,704  3 min to 2 h  good',
      '',
      'Pending for            Records  Spans  Oldest',
      'a/v1/traces#1                3     12   1 min',
      'b/v1/traces#2                0      0',
      'any other destination           8,704',
    ]);
  });

  it.each([
    [{ status: 'quarantined' }, 'quarantined'],
    [{ status: 'newer', faults: ['It has the format 2.'] }, 'newer'],
    [{ status: 'unreadable', faults: ['It cannot be opened (EACCES).'] }, 'unreadable'],
    [{ faults: ['1 records have a damaged body.'], damagedRecordCount: 1 }, 'damaged'],
    [{ tornBytes: 12 }, 'cut or being written'],
  ] as const)('says that a segment %j is %s', (change, condition) => {
    const [, , , row] = spoolLines(inspection({ segments: [segment(change)] }), NOW_MS);
    expect(row?.endsWith(`  ${condition}`)).toBe(true);
  });

  it('tells what is wrong below, and which files it did not open', () => {
    const lines = spoolLines(
      inspection({
        segments: [segment({ faults: ['2 records have a damaged body.'] })],
        faults: ['"acks" is damaged; some acknowledgements may be missing.'],
        otherNames: ['state', 'notes.txt'],
      }),
      NOW_MS,
    );
    expect(lines.slice(-4)).toEqual([
      '',
      '0000000000000001.segment: 2 records have a damaged body.',
      '"acks" is damaged; some acknowledgements may be missing.',
      'Not opened, because they are not of a spool: notes.txt',
    ]);
  });

  it('has one line for a spool that holds nothing', () => {
    const empty = inspection({ segments: [], keptSpanCount: 0, sizeBytes: 0 });
    expect(spoolLines(empty, NOW_MS)).toEqual(['/var/spool/shop: 0 spans kept, 0 B']);
  });

  it('shows no negative age when the clock was set back', () => {
    const [, , , row] = spoolLines(inspection(), NOW_MS - 86_400_000);
    expect(row).toContain('  0 s  good');
  });
});

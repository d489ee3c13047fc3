import { createSegment } from '../../src/spool/segment.js';

it('a new segment is empty, open to appends and not on the medium', () => {
  expect(createSegment({ firstSequence: 5, rewrites: 1 }, 'name')).toMatchObject({
    ...{ firstSequence: 5, rewrites: 1, name: 'name', sizeBytes: 0, liveRecords: 0 },
    ...{ isSealed: false, isDamaged: false, isSynced: false, isSuspect: false, handle: undefined },
  });
});

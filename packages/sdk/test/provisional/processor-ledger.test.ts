import { createCounts } from '../../src/provisional/processor-ledger.js';

describe('the counts of the processor', () => {
  it('all stand at 0, and are one set for each processor', () => {
    const counts = createCounts();
    counts.started += 1;
    expect(Object.values(createCounts())).toEqual(new Array(17).fill(0));
    expect(Object.keys(createCounts())).toContain('markersWithdrawn');
  });
});

import * as fc from 'fast-check';
import { chooseRetired, type RetentionCandidate } from '../../src/spool/retention.js';

const DAY_MS = 86_400_000;

/** Four candidates of 10, 20, 30, 40 bytes, one a day; the newest is one day old. */
const candidates = [10, 20, 30, 40].map((sizeBytes, index) => ({ newestUnixMs: index * DAY_MS, sizeBytes }));
const nowUnixMs = 4 * DAY_MS;

function retiredSizes(policy: Parameters<typeof chooseRetired>[1]): readonly (readonly [number, string])[] {
  return chooseRetired(candidates, policy, nowUnixMs).map(({ candidate, reason }) => [candidate.sizeBytes, reason]);
}

describe('retention', () => {
  it('by age takes what is older than the limit, and keeps what is exactly as old', () => {
    expect(retiredSizes({ kind: 'age', ageMsMax: 3 * DAY_MS })).toEqual([[10, 'age']]);
    expect(retiredSizes({ kind: 'age', ageMsMax: 3 * DAY_MS - 1 })).toEqual([
      [10, 'age'],
      [20, 'age'],
    ]);
  });

  it('by count keeps the newest', () => {
    expect(retiredSizes({ kind: 'count', countMax: 3 })).toEqual([[10, 'count']]);
    expect(retiredSizes({ kind: 'count', countMax: 0 })).toHaveLength(4);
  });

  it('by size keeps the newest that fit', () => {
    expect(retiredSizes({ kind: 'size', sizeBytesMax: 100 })).toEqual([]);
    expect(retiredSizes({ kind: 'size', sizeBytesMax: 89 })).toEqual([
      [10, 'size'],
      [20, 'size'],
    ]);
  });

  it('hybrid names the first limit that is broken', () => {
    expect(retiredSizes({ kind: 'hybrid', ageMsMax: 3.5 * DAY_MS, countMax: 2, sizeBytesMax: 40 })).toEqual([
      [10, 'age'],
      [20, 'count'],
      [30, 'size'],
    ]);
    expect(retiredSizes({ kind: 'hybrid' })).toEqual([]);
  });

  it('what stays breaks no limit, and nothing goes without need', () => {
    const arbitraryCandidate = fc.record({
      newestUnixMs: fc.integer({ min: 0, max: 100 }),
      sizeBytes: fc.integer({ min: 0, max: 50 }),
    });
    const limit = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(fc.array(arbitraryCandidate), limit, limit, limit, (all, ageMsMax, countMax, sizeBytesMax) => {
        const policy = { kind: 'hybrid', ageMsMax, countMax, sizeBytesMax } as const;
        const gone = new Set(chooseRetired(all, policy, 100).map(({ candidate }) => candidate));
        const kept = all.filter((candidate) => !gone.has(candidate));
        expect(breaks(kept, policy)).toBe(false);
        const newestGone = all.filter((candidate) => gone.has(candidate)).at(-1);
        if (newestGone === undefined) return;
        expect(breaks([newestGone, ...kept], policy)).toBe(true);
      }),
    );
  });
});

function breaks(
  kept: readonly RetentionCandidate[],
  limits: { ageMsMax: number; countMax: number; sizeBytesMax: number },
): boolean {
  return (
    kept.some(({ newestUnixMs }) => 100 - newestUnixMs > limits.ageMsMax) ||
    kept.length > limits.countMax ||
    kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > limits.sizeBytesMax
  );
}

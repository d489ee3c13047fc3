import { OrphanEvidence, unionRange } from '../../src/lifecycle/evidence.js';

function range(first: bigint, last: bigint) {
  return { firstUnixNano: first, lastUnixNano: last };
}

describe('unionRange', () => {
  it.each([
    [range(1n, 2n), range(5n, 6n), range(1n, 6n)],
    [range(5n, 6n), range(1n, 2n), range(1n, 6n)],
    [range(1n, 9n), range(3n, 4n), range(1n, 9n)],
    [undefined, range(1n, 2n), range(1n, 2n)],
    [range(1n, 2n), undefined, range(1n, 2n)],
    [undefined, undefined, undefined],
  ])('case %#', (a, b, union) => {
    expect(unionRange(a, b)).toEqual(union);
  });
});

describe('OrphanEvidence', () => {
  it('gives a parent what all its children told, once', () => {
    const evidence = new OrphanEvidence();
    evidence.note('p', range(3n, 4n));
    evidence.note('p', range(1n, 2n));
    expect(evidence.claim('p')).toEqual(range(1n, 4n));
    expect(evidence.claim('p')).toBeUndefined();
  });

  it('forgets the parent that has waited longest when it is full', () => {
    const evidence = new OrphanEvidence({ parentsMax: 2 });
    for (const key of ['a', 'b', 'a', 'c']) evidence.note(key, range(1n, 2n));
    expect(['a', 'b', 'c'].map((key) => evidence.claim(key) !== undefined)).toEqual([false, true, true]);
  });
});

import { RecentBytes } from '../../src/spool/recent-bytes.js';
import { createSegment } from '../../src/spool/segment.js';

const one = createSegment({ firstSequence: 1, rewrites: 0 }, 'one');
const two = createSegment({ firstSequence: 9, rewrites: 0 }, 'two');

function text(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString();
}

describe('recent bytes', () => {
  it('are given from the block that holds all of them', () => {
    const recent = new RecentBytes(100);
    recent.add(one, 32, Buffer.from('abcd'));
    recent.add(one, 36, Buffer.from('efgh'));
    recent.add(two, 32, Buffer.from('wxyz'));
    expect(text(recent.get(one, 33, 3))).toBe('bcd');
    expect(text(recent.get(one, 36, 4))).toBe('efgh');
    expect(text(recent.get(two, 34, 2))).toBe('yz');
    expect(recent.get(one, 34, 4)).toBeUndefined();
    expect(recent.get(one, 31, 1)).toBeUndefined();
    expect(recent.get(one, 40, 1)).toBeUndefined();
  });

  it('go from the old end beyond the limit, and one that is larger is not kept', () => {
    const recent = new RecentBytes(10);
    recent.add(one, 0, Buffer.from('aaaa'));
    recent.add(one, 4, Buffer.from('bbbb'));
    recent.add(two, 0, Buffer.from('cccc'));
    expect(recent.get(one, 0, 4)).toBeUndefined();
    expect(text(recent.get(one, 4, 4))).toBe('bbbb');
    recent.add(two, 4, Buffer.alloc(11));
    expect(recent.get(two, 4, 1)).toBeUndefined();
    expect(text(recent.get(one, 4, 4))).toBe('bbbb');
  });

  it('of a segment that is deleted make room', () => {
    const recent = new RecentBytes(8);
    recent.add(one, 0, Buffer.from('aaaa'));
    recent.add(two, 0, Buffer.from('bbbb'));
    recent.forget(one);
    recent.forget(one);
    recent.add(two, 4, Buffer.from('cccc'));
    expect([recent.get(one, 0, 1), text(recent.get(two, 0, 4)), text(recent.get(two, 4, 4))]).toEqual([
      undefined,
      'bbbb',
      'cccc',
    ]);
  });
});

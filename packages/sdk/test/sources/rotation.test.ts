import { isLikelyCopy, isSibling, judgeSize, nameStem } from '../../src/sources/rotation.js';
import { cursorBehind, inventedSource } from './tail-state.js';

describe('judgeSize', () => {
  const known = { sizeBytes: 100, mtimeNs: '5', cursor: { ...cursorBehind(''), offsetBytes: 80 } };
  const file = { kind: 'file', device: '1', inode: '1', birthtimeNs: '1', isDeleted: false } as const;

  test.each([
    [100, '5', 'unchanged'],
    [100, '6', 'changed'],
    [101, '6', 'changed'],
    [99, '6', 'shortened'],
    [80, '6', 'shortened'],
    [79, '6', 'truncated'],
    [0, '6', 'truncated'],
  ])('%d bytes of 100 with 80 read, changed at %s: %s', (sizeBytes, mtimeNs, verdict) => {
    expect(judgeSize(known, { ...file, sizeBytes, mtimeNs })).toBe(verdict);
  });
});

describe('isLikelyCopy', () => {
  const few = inventedSource('1', '/logs/app.jsonl', 'x'.repeat(1_023));
  const many = inventedSource('2', '/logs/app.jsonl', 'x'.repeat(1_024));
  const none = inventedSource('3', '/logs/app.jsonl');

  test('1 KiB and more are known anywhere, nothing is known nowhere', () => {
    const elsewhere = { path: '/old/else', isCompressed: false };
    expect([many, few, none].map((lost) => isLikelyCopy(lost, elsewhere))).toEqual([true, false, false]);
  });

  test('fewer bytes are known beside a truncated file, under another name', () => {
    const truncated = { path: few.path, cursor: few.cursor, isTruncated: true };
    const is = (path: string, lost = truncated): boolean => isLikelyCopy(lost, { path, isCompressed: false });
    expect([is('/logs/app.jsonl.1'), is('/logs/app.jsonl'), is('/logs/else'), is('/old/app.jsonl.1')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(is('/logs/app.jsonl.1', { ...truncated, isTruncated: false })).toBe(false);
  });

  test('fewer bytes are known in a compressed file of the same name', () => {
    expect(isLikelyCopy(few, { path: '/logs/app.jsonl.1.gz', isCompressed: true })).toBe(true);
    expect(isLikelyCopy(few, { path: '/logs/other.gz', isCompressed: true })).toBe(false);
  });
});

describe('isSibling', () => {
  test('the names that rotation gives begin like the name of the file', () => {
    expect(
      ['app.jsonl.1', 'app.1.jsonl', 'app-2026-03-01.jsonl', 'other.jsonl'].map((name) =>
        isSibling('/l/app.jsonl', `/l/${name}`),
      ),
    ).toEqual([true, true, true, false]);
    expect(nameStem('/logs/.hidden.jsonl')).toBe('.hidden');
    expect(nameStem('/logs/plain')).toBe('plain');
  });
});

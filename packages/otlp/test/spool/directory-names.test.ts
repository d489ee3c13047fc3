import { classifyName, quarantineName } from '../../src/spool/directory-names.js';

describe('a name in the directory', () => {
  it.each([
    ['0000000000000007.segment', { kind: 'segment', id: { firstSequence: 7, rewrites: 0 } }],
    ['0000000000000007-2.segment', { kind: 'segment', id: { firstSequence: 7, rewrites: 2 } }],
    ['0000000000000007.segment.corrupt', { kind: 'quarantined', id: { firstSequence: 7, rewrites: 0 } }],
    ['0000000000000007.segment.12.corrupt', { kind: 'quarantined', id: { firstSequence: 7, rewrites: 0 } }],
    ['acks', { kind: 'acks' }],
    ['acks.next', { kind: 'acks' }],
    ['acks.1.corrupt', { kind: 'quarantined', id: undefined }],
    ['lock', { kind: 'lock' }],
    ['lock.takeover', { kind: 'lock' }],
    ['notes.corrupt', { kind: 'unknown' }],
    ['0000000000000007.segment~', { kind: 'unknown' }],
    ['lockfile', { kind: 'unknown' }],
  ])('%s is %j', (name, expected) => {
    expect(classifyName({ name, kind: 'file', sizeBytes: 0 })).toEqual(expected);
  });

  it('of ours is refused when it is a link, a directory or a device', () => {
    for (const kind of ['link', 'other'] as const) {
      const entry = { name: '0000000000000007.segment', kind, sizeBytes: 0 };
      expect(classifyName(entry)).toEqual({ kind: 'refused', id: { firstSequence: 7, rewrites: 0 } });
      expect(classifyName({ ...entry, name: 'acks' })).toEqual({ kind: 'refused', id: undefined });
      expect(classifyName({ ...entry, name: 'notes' })).toEqual({ kind: 'unknown' });
    }
  });

  it('for a damaged file is one that no other file has', () => {
    expect(quarantineName('acks', new Set())).toBe('acks.corrupt');
    expect(quarantineName('acks', new Set(['acks.corrupt', 'acks.1.corrupt']))).toBe('acks.2.corrupt');
  });
});

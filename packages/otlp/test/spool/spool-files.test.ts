import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, NODE_FILES, writeFully, writeFullySync } from '../../src/spool/spool-files.js';
import { freshDirectory } from '../support/fresh-directory.js';

function withCode(code: string): Error {
  return expect.objectContaining({ code }) as Error;
}

describe('the files of the machine', () => {
  it('are created for the owner, once, written, read, cut, synced, renamed and removed', async () => {
    const directory = freshDirectory();
    const path = join(directory, 'file');
    const handle = NODE_FILES.openSync(path, 'create');
    expect(() => NODE_FILES.openSync(path, 'create')).toThrow(withCode('EEXIST'));
    await writeFully(NODE_FILES, handle, Buffer.from('abcdef'), 2);
    writeFullySync(NODE_FILES, handle, Buffer.from('xy'), 0);
    await NODE_FILES.sync(handle);
    NODE_FILES.syncSync(handle);
    await NODE_FILES.syncDirectory(directory);
    NODE_FILES.syncDirectorySync(directory);
    expect((await NODE_FILES.read(handle, 1, 100)).toString()).toBe('yabcdef');
    NODE_FILES.truncateSync(handle, 3);
    NODE_FILES.closeSync(handle);
    expect(readFileSync(path, 'utf8')).toBe('xya');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await NODE_FILES.rename(path, join(directory, 'other'));
    await NODE_FILES.unlink(join(directory, 'other'));
    expect(await NODE_FILES.list(directory)).toEqual([]);
  });

  it('are listed with what they are, and links are never followed', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'file'), 'four');
    mkdirSync(join(directory, 'folder'));
    symlinkSync(join(directory, 'file'), join(directory, 'link'));
    const entries = [...(await NODE_FILES.list(directory))].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['file', 'file'],
      ['folder', 'other'],
      ['link', 'link'],
    ]);
    expect(entries[0]?.sizeBytes).toBe(4);
    for (const use of ['read', 'change'] as const) {
      expect(() => NODE_FILES.openSync(join(directory, 'link'), use)).toThrow(withCode('ELOOP'));
    }
    expect(() => NODE_FILES.openSync(join(directory, 'link'), 'create')).toThrow(withCode('EEXIST'));
  });
});

it('what an error is called comes from its code, or from itself', () => {
  expect(errorCode(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(errorCode(new RangeError('no'))).toBe('RangeError: no');
});

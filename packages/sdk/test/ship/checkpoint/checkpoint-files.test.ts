import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FILES } from '../../../src/ship/checkpoint/checkpoint-files.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const path = (name: string): string => join(directory(), name);

describe('the files of a checkpoint', () => {
  it('are written at an offset, cut, synced and read back, whole or their beginning', async () => {
    const file = await NODE_FILES.open(path('a'), 'create');
    await file.write(Buffer.from('xxxdef'), 0);
    await file.write(Buffer.from('abc'), 0);
    await file.truncate(5);
    await file.sync();
    await file.close();
    expect((await NODE_FILES.read(path('a'))).toString()).toBe('abcde');
    expect((await NODE_FILES.read(path('a'), 2)).toString()).toBe('ab');
    const again = await NODE_FILES.open(path('a'), 'existing');
    await again.write(Buffer.from('!'), 5);
    await again.close();
    expect(readFileSync(path('a'), 'utf8')).toBe('abcde!');
    expect(statSync(path('a')).mode & 0o777).toBe(0o600);
  });

  it('are made once and must be there otherwise', async () => {
    writeFileSync(path('a'), '');
    await expect(NODE_FILES.open(path('a'), 'create')).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(NODE_FILES.open(path('b'), 'existing')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(NODE_FILES.read(path('b'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('are no links, directories or pipes', async () => {
    writeFileSync(path('target'), 'not ours');
    symlinkSync(path('target'), path('link'));
    await expect(NODE_FILES.read(path('link'))).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(NODE_FILES.open(path('link'), 'existing')).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(NODE_FILES.read(directory())).rejects.toMatchObject({ code: 'EINVAL' });
    execFileSync('mkfifo', [path('pipe')]);
    // Opening a pipe for reading waits for a writer, unless it is told not to.
    await expect(NODE_FILES.read(path('pipe'))).rejects.toMatchObject({ code: 'EINVAL' });
  });

  it('are not read beyond 1.5 GiB', async () => {
    writeFileSync(path('a'), '');
    truncateSync(path('a'), 2 * 1024 ** 3);
    await expect(NODE_FILES.read(path('a'))).rejects.toMatchObject({ code: 'EFBIG' });
    expect((await NODE_FILES.read(path('a'), 64)).length).toBe(64);
  });

  it('are removed, renamed and listed; to remove one that is missing is no error', async () => {
    writeFileSync(path('a'), '');
    await NODE_FILES.rename(path('a'), path('b'));
    expect(await NODE_FILES.list(directory())).toEqual(['b']);
    await NODE_FILES.remove(path('b'));
    await NODE_FILES.remove(path('b'));
    await NODE_FILES.syncDirectory(directory());
    expect(existsSync(path('b'))).toBe(false);
    await expect(NODE_FILES.syncDirectory(path('nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('lie in a directory that is made with those above it, for the owner alone', async () => {
    await NODE_FILES.createDirectory(path('x/y/z'));
    expect(['x', 'x/y', 'x/y/z'].map((name) => statSync(path(name)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
    await NODE_FILES.createDirectory(path('x/y/z'));
  });
});

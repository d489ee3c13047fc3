import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { inodeKey, isSameFile, lookAtDescriptor, lookAtPath } from '../../src/sources/file-identity.js';
import { statOf } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const onPosix = process.platform === 'win32' ? test.skip : test;

describe('lookAtPath', () => {
  const directory = useTemporaryDirectory();

  test('it says what is there, through links', async () => {
    const path = join(directory(), 'file');
    writeFileSync(path, 'abc');
    symlinkSync(path, join(directory(), 'link'));
    mkdirSync(join(directory(), 'directory'));
    expect(await statOf(join(directory(), 'link'))).toMatchObject({ kind: 'file', sizeBytes: 3 });
    expect(await statOf(join(directory(), 'directory'))).toMatchObject({ kind: 'directory' });
  });

  test('what is not there is absent: no file, below a file, a link to nothing or to itself', async () => {
    const file = join(directory(), 'file');
    writeFileSync(file, '');
    symlinkSync(join(directory(), 'nothing'), join(directory(), 'lost'));
    symlinkSync(join(directory(), 'ring'), join(directory(), 'ring'));
    for (const name of ['none', 'file/below', 'lost', 'ring', 'x'.repeat(300)]) {
      expect([name, await lookAtPath(join(directory(), name))]).toEqual([name, { status: 'absent' }]);
    }
  });

  test('what the system does not want to look at is refused with its reason', async () => {
    expect(await lookAtPath('with\u0000zero')).toMatchObject({
      status: 'refused',
      detail: expect.any(String) as string,
    });
  });

  onPosix('an open file is looked at after it was deleted (skipped on Windows, which refuses that)', async () => {
    const path = join(directory(), 'file');
    writeFileSync(path, 'abc');
    const before = await statOf(path);
    const handle = await open(path);
    rmSync(path);
    expect(await lookAtDescriptor(handle.fd)).toEqual({ ...before, isDeleted: true });
    await handle.close();
  });
});

describe('isSameFile', () => {
  const directory = useTemporaryDirectory();
  const file = { device: '1', inode: '2', birthtimeNs: '3' };

  test('two names of one file are one, two files are two', async () => {
    const [one, other, third] = ['a', 'b', 'c'].map((name) => join(directory(), name)) as [string, string, string];
    writeFileSync(one, '');
    linkSync(one, other);
    writeFileSync(third, '');
    expect(isSameFile(await statOf(one), await statOf(other))).toBe(true);
    expect(isSameFile(await statOf(one), await statOf(third))).toBe(false);
    expect(inodeKey(await statOf(one))).toBe(inodeKey(await statOf(other)));
  });

  test('another birth is another file, unless one of them is not known', () => {
    expect(isSameFile(file, { ...file, birthtimeNs: '4' })).toBe(false);
    expect(isSameFile(file, { ...file, birthtimeNs: '0' })).toBe(true);
    expect(isSameFile(file, { ...file, device: '2' })).toBe(false);
  });
});

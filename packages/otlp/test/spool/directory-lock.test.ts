import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acquireDirectoryLock, directoryHolder } from '../../src/spool/directory-lock.js';
import { ownIdentity } from '../../src/spool/process-identity.js';
import { installSpoolSources, startProgram } from '../support/child-program.js';
import { freshDirectory } from '../support/fresh-directory.js';

const GONE = JSON.stringify({ pid: 2 ** 30, started: '' });

describe('a directory lock', () => {
  it('creates the directory for the owner alone and writes who holds it', async () => {
    const directory = join(freshDirectory(), 'a/b');
    const lock = await acquireDirectoryLock(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'lock')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(directory, 'lock'), 'utf8'))).toMatchObject(ownIdentity());
    expect(directoryHolder(directory)?.pid).toBe(process.pid);
    await lock.release();
    expect(readdirSync(directory)).toEqual([]);
    expect(directoryHolder(directory)).toBeUndefined();
  });

  it('is refused while this process holds it, and given again after the release', async () => {
    const directory = freshDirectory();
    const lock = await acquireDirectoryLock(directory);
    await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({
      code: 'DIRECTORY_LOCKED',
      message: expect.stringContaining(
        `in use by this process (${process.pid}). Give each process a directory`,
      ) as string,
    });
    await lock.release();
    const again = await acquireDirectoryLock(directory);
    // A second release must not take away the lock of the next holder.
    await lock.release();
    expect(directoryHolder(directory)?.pid).toBe(process.pid);
    await again.release();
  });

  it.each([
    ['whose process has gone', GONE],
    ['whose number belongs to a later process', JSON.stringify({ pid: process.pid, started: 'another-boot/1' })],
    ['that a loss of power has emptied', ''],
    ['that a loss of power has filled with zeros', '\0'.repeat(40)],
    ['that names a number no process can have', JSON.stringify({ pid: -1, started: '' })],
  ])('%s is taken over', async (_what, text) => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'lock'), text);
    const lock = await acquireDirectoryLock(directory);
    expect(directoryHolder(directory)?.pid).toBe(process.pid);
    await lock.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('takes over what processes left that were killed in the middle of a takeover', async () => {
    const directory = freshDirectory();
    for (const name of ['lock', 'lock.takeover', 'lock.takeover.takeover', `lock.${2 ** 30}.0123456789ab`]) {
      writeFileSync(join(directory, name), GONE);
    }
    const lock = await acquireDirectoryLock(directory);
    expect(readdirSync(directory)).toEqual(['lock']);
    await lock.release();
  });

  it('leaves a lock alone whose takeover is under way in a living process', async () => {
    const directory = freshDirectory();
    writeFileSync(join(directory, 'lock'), GONE);
    writeFileSync(join(directory, 'lock.takeover'), JSON.stringify({ pid: process.pid, started: '' }));
    await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({ code: 'DIRECTORY_LOCKED' });
    expect(readFileSync(join(directory, 'lock'), 'utf8')).toBe(GONE);
  });

  it('refuses a link instead of a directory, and a link instead of a lock', async () => {
    const directory = freshDirectory();
    mkdirSync(join(directory, 'real'));
    symlinkSync(join(directory, 'real'), join(directory, 'link'));
    await expect(acquireDirectoryLock(join(directory, 'link'))).rejects.toMatchObject({ code: 'DIRECTORY_UNUSABLE' });
    writeFileSync(join(directory, 'target'), GONE);
    symlinkSync(join(directory, 'target'), join(directory, 'real/lock'));
    await expect(acquireDirectoryLock(join(directory, 'real'))).rejects.toMatchObject({ code: 'DIRECTORY_UNUSABLE' });
    expect(readFileSync(join(directory, 'target'), 'utf8')).toBe(GONE);
  });

  it('refuses a directory that everybody may write to, and a file', async () => {
    const directory = freshDirectory();
    chmodSync(directory, 0o777);
    await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({
      code: 'DIRECTORY_UNUSABLE',
      message: expect.stringContaining('may be written to by everybody') as string,
    });
    chmodSync(directory, 0o700);
    writeFileSync(join(directory, 'file'), '');
    await expect(acquireDirectoryLock(join(directory, 'file'))).rejects.toMatchObject({ code: 'DIRECTORY_UNUSABLE' });
  });

  const asRoot = process.geteuid?.() === 0 ? it : it.skip;
  asRoot('refuses a directory of another owner (only where the test may change owners)', async () => {
    const { chownSync } = await import('node:fs');
    const directory = freshDirectory();
    chownSync(directory, 12_345, 12_345);
    await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({
      code: 'DIRECTORY_UNUSABLE',
      message: expect.stringContaining('belongs to the user 12345') as string,
    });
  });
});

describe('processes that start at the same time', () => {
  const PROGRAM = `
    const { acquireDirectoryLock } = require('./otlp/spool/directory-lock.js');
    acquireDirectoryLock(process.argv[2]).then(
      () => { console.log('held'); setInterval(() => {}, 1000); },
      (error) => { console.log(error.code + ' ' + error.message); process.exitCode = 2; },
    );`;

  it('on the lock of a dead process: exactly one gets it, the others say who has it', async () => {
    const root = freshDirectory();
    installSpoolSources(root);
    const directory = join(root, 'state');
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(join(directory, 'lock'), GONE);
    const children = Array.from({ length: 6 }, () => startProgram(root, PROGRAM, [directory]));
    try {
      const said = await Promise.all(
        children.map(({ lines }) => new Promise<string>((resolve) => lines.once('line', resolve))),
      );
      expect(said.filter((line) => line === 'held')).toHaveLength(1);
      const holder = children[said.indexOf('held')]?.process.pid ?? 0;
      expect(directoryHolder(directory)?.pid).toBe(holder);
      for (const line of said) if (line !== 'held') expect(line).toMatch(/^DIRECTORY_LOCKED .* in use by /);
    } finally {
      for (const child of children) child.process.kill('SIGKILL');
      await Promise.all(children.map(({ ended }) => ended));
    }
    // The holder was killed: the next one takes over.
    const lock = await acquireDirectoryLock(directory);
    await lock.release();
  });
});

import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileOnce } from '../../src/sources/file-once.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const isLinux = process.platform === 'linux';
const onPosix = process.platform === 'win32' ? test.skip : test;

/** How many descriptors of this process lead to a path that contains the text. */
function openCount(part: string): number {
  const links = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return '';
    }
  });
  return links.filter((link) => link.includes(part)).length;
}

describe('readFileOnce', () => {
  const directory = useTemporaryDirectory();

  test('it reads the file, and lines that are added before it meets the end', async () => {
    const path = join(directory(), 'a');
    writeFileSync(path, 'one\n');
    const chunks: string[] = [];
    for await (const chunk of readFileOnce(path)) {
      chunks.push(String(chunk));
      if (chunks.length === 1) appendFileSync(path, 'two\n');
    }
    expect(chunks).toEqual(['one\n', 'two\n']);
  });

  test('a file that has gone is told with its path and the cause', async () => {
    const path = join(directory(), 'gone');
    await expect(readFileOnce(path).next()).rejects.toMatchObject({
      name: 'SpanbridgeError',
      code: 'INPUT_READ_FAILED',
      message: expect.stringMatching(/^Reading ".*gone" failed after 0 bytes: ENOENT/) as string,
    });
  });

  test('an error in the middle of reading is told with what had been read', async () => {
    // Reading a directory fails at the first read, after it could be opened.
    await expect(readFileOnce(directory()).next()).rejects.toMatchObject({
      code: 'INPUT_READ_FAILED',
      message: expect.stringContaining('EISDIR') as string,
    });
  });

  (isLinux ? test : test.skip)(
    'the file is closed when the reader leaves (looked up in /proc: Linux only)',
    async () => {
      const path = join(directory(), 'left-early');
      writeFileSync(path, 'abc');
      const reading = readFileOnce(path, { chunkBytes: 1 });
      await reading.next();
      expect(openCount('left-early')).toBe(1);
      await reading.return(undefined);
      expect(openCount('left-early')).toBe(0);
    },
  );

  onPosix('a named pipe is read until its writer closes it (skipped on Windows, which has none)', async () => {
    const path = join(directory(), 'pipe');
    execFileSync('mkfifo', [path]);
    const writing = open(path, 'w').then(async (writer) => {
      await writer.write('one\n');
      await writer.write('two\n');
      await writer.close();
    });
    let text = '';
    for await (const chunk of readFileOnce(path)) text += String(chunk);
    await writing;
    expect(text).toBe('one\ntwo\n');
  });

  onPosix('the signal ends the reading of a silent pipe (skipped on Windows, which has none)', async () => {
    const path = join(directory(), 'pipe');
    execFileSync('mkfifo', [path]);
    const writer = await open(path, 'r+');
    await writer.write('one\n');
    const controller = new AbortController();
    const reading = readFileOnce(path, { signal: controller.signal });
    expect(String((await reading.next()).value)).toBe('one\n');
    const next = reading.next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await writer.close();
  });

  onPosix('the signal ends the wait for a writer (skipped on Windows, which has no named pipes)', async () => {
    const path = join(directory(), 'pipe');
    execFileSync('mkfifo', [path]);
    const controller = new AbortController();
    const next = readFileOnce(path, { signal: controller.signal }).next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  onPosix('a character device is read as a stream (skipped on Windows, which has no /dev)', async () => {
    expect(await readFileOnce('/dev/null').next()).toEqual({ done: true, value: undefined });
  });
});

import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readDescriptor } from '../../src/sources/descriptor.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('readDescriptor', () => {
  const directory = useTemporaryDirectory();

  test('it reads to the end, in chunks of the size asked for', async () => {
    const path = join(directory(), 'a');
    writeFileSync(path, 'abcdefg');
    const descriptor = openSync(path, 'r');
    const chunks: string[] = [];
    for await (const chunk of readDescriptor(descriptor, { chunkBytes: 3 })) chunks.push(String(chunk));
    closeSync(descriptor);
    expect(chunks).toEqual(['abc', 'def', 'g']);
  });

  test('it stops before the next chunk when the signal has come', async () => {
    const path = join(directory(), 'a');
    writeFileSync(path, 'abcdefg');
    const descriptor = openSync(path, 'r');
    const controller = new AbortController();
    const chunks: string[] = [];
    for await (const chunk of readDescriptor(descriptor, { chunkBytes: 3, signal: controller.signal })) {
      chunks.push(String(chunk));
      controller.abort();
    }
    closeSync(descriptor);
    expect(chunks).toEqual(['abc']);
  });

  const onPosix = process.platform === 'win32' ? test.skip : test;

  onPosix(
    'a descriptor that has nothing yet is asked again (skipped on Windows, which has no named pipes)',
    async () => {
      const path = join(directory(), 'pipe');
      execFileSync('mkfifo', [path]);
      const writer = openSync(path, 'r+');
      const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const reading = readDescriptor(descriptor).next();
      // The first read has been made by the time this runs, and has found nothing.
      setImmediate(() => writeSync(writer, 'late'));
      expect(String((await reading).value)).toBe('late');
      closeSync(writer);
      closeSync(descriptor);
    },
  );

  onPosix('the signal ends the asking (skipped on Windows, which has no named pipes)', async () => {
    const path = join(directory(), 'pipe');
    execFileSync('mkfifo', [path]);
    const writer = openSync(path, 'r+');
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const controller = new AbortController();
    const reading = readDescriptor(descriptor, { signal: controller.signal }).next();
    setImmediate(() => {
      controller.abort();
    });
    expect(await reading).toEqual({ done: true, value: undefined });
    closeSync(writer);
    closeSync(descriptor);
  });
});

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TailWatch } from '../../src/sources/tail-watch.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('TailWatch', () => {
  const directory = useTemporaryDirectory();
  const onLinux = process.platform === 'linux' ? test : test.skip;
  let watch: TailWatch | undefined;
  afterEach(() => {
    watch?.close();
  });

  onLinux('a touched file is told, and its path is kept until it is taken (Linux: others may miss it)', async () => {
    const path = join(directory(), 'file');
    writeFileSync(path, '');
    const touched = await new Promise<Iterable<string>>((resolve) => {
      watch = new TailWatch(() => {
        resolve(watch?.takeTouched() ?? []);
      });
      watch.watchBeside([path]);
      appendFileSync(path, 'a');
    });
    expect([...touched]).toEqual([path]);
  });

  test('a directory that is not there, or goes away, is no error', () => {
    const gone = join(directory(), 'gone');
    mkdirSync(gone);
    watch = new TailWatch(() => undefined);
    watch.watchBeside([join(directory(), 'none', 'file'), join(gone, 'file')]);
    rmSync(gone, { recursive: true });
    watch.watchBeside([]);
    watch.close();
    watch.close();
  });

  test('touched paths are kept up to a limit', () => {
    watch = new TailWatch(() => undefined);
    for (let number = 0; number < 10_100; number++) watch.touch(`/file${number}`);
    expect([...watch.takeTouched()]).toHaveLength(10_000);
    expect([...watch.takeTouched()]).toEqual([]);
  });
});

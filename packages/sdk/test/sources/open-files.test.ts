import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenFiles } from '../../src/sources/open-files.js';
import { openForReading } from '../../src/sources/positioned-read.js';
import { type TailSource } from '../../src/sources/tail-source.js';
import { placedSource, useTailState } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('OpenFiles', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();
  let files: OpenFiles | undefined;
  afterEach(async () => {
    await files?.closeAll();
  });

  async function sources(count: number): Promise<readonly TailSource[]> {
    const state = newState();
    const placed: TailSource[] = [];
    for (let index = 0; index < count; index++) {
      const path = join(directory(), `file${index}`);
      writeFileSync(path, String(index));
      placed.push(await placedSource(state, path));
    }
    return placed;
  }

  function open(handlesMax: number, lost: TailSource[] = []): OpenFiles {
    files = new OpenFiles(handlesMax, (source) => {
      lost.push(source);
      return Promise.resolve();
    });
    return files;
  }

  test('a file stays open, and there are never more than so many', async () => {
    const [one, two, three] = (await sources(3)) as [TailSource, TailSource, TailSource];
    const opened = open(2);
    const first = await opened.acquire(one);
    await opened.acquire(two);
    expect(await opened.acquire(one)).toEqual(first);
    await opened.acquire(three);
    expect(opened.count).toBe(2);
    expect([one, two, three].map((source) => opened.descriptorOf(source) !== undefined)).toEqual([true, false, true]);
  });

  test('one that has no path is closed last, and told as lost', async () => {
    const [one, two, three] = (await sources(3)) as [TailSource, TailSource, TailSource];
    const lost: TailSource[] = [];
    const opened = open(2, lost);
    await opened.acquire(one);
    one.place = 'handle';
    await opened.acquire(two);
    await opened.acquire(three);
    expect([opened.pathless, lost]).toEqual([[one], []]);
    three.place = 'handle';
    await opened.acquire(two);
    expect(lost).toEqual([one]);
  });

  test('one that is pinned stays open', async () => {
    const [one, two] = (await sources(2)) as [TailSource, TailSource];
    const opened = open(1);
    await opened.acquire(one);
    opened.pin(one);
    await opened.acquire(two);
    expect(opened.descriptorOf(one)).toBeDefined();
  });

  test('a path that leads to another file is not opened', async () => {
    const [one, two] = (await sources(2)) as [TailSource, TailSource];
    renameSync(two.path, one.path);
    const opened = open(2);
    expect(await opened.acquire(one)).toEqual({ status: 'elsewhere' });
    one.place = 'nowhere';
    expect(await opened.acquire(one)).toEqual({ status: 'elsewhere' });
    await expect(opened.acquire(two)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(opened.count).toBe(0);
  });

  test('a descriptor may be taken over and handed on', async () => {
    const [one, two] = (await sources(2)) as [TailSource, TailSource];
    const opened = open(2);
    const descriptor = await openForReading(one.path);
    await opened.adopt(one, descriptor);
    opened.handOver(one, two);
    opened.handOver(one, two);
    expect([opened.descriptorOf(one), opened.descriptorOf(two)]).toEqual([undefined, descriptor]);
  });
});

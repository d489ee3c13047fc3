import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSiblings, PathFinder } from '../../src/sources/path-finder.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('PathFinder', () => {
  const directory = useTemporaryDirectory();

  async function find(patterns: readonly string[], exclude: readonly string[] = []): Promise<readonly string[]> {
    const finder = new PathFinder({ patterns, exclude, cwd: directory(), onWarning: fail });
    return (await finder.find()).map((path) => path.slice(directory().length + 1));
  }

  function fail(message: string): void {
    throw new Error(message);
  }

  test('paths and globs, each once, sorted by code unit', async () => {
    for (const name of ['b', 'B', 'a', '.c']) writeFileSync(join(directory(), name), '');
    mkdirSync(join(directory(), 'deep'));
    writeFileSync(join(directory(), 'deep', 'a'), '');
    expect(await find(['**/*', 'a', join(directory(), 'b')])).toEqual(['B', 'a', 'b', 'deep/a']);
    expect(await find([`${directory()}/*`], ['b'])).toEqual(['B', 'a']);
    expect(await find(['*'], ['b', 'a'])).toEqual(['B']);
  });

  test('a path that exists is that path, also when it reads like a glob; what does not exist is no error', async () => {
    writeFileSync(join(directory(), '[a].jsonl'), '');
    expect(await find(['[a].jsonl', 'none', 'none/*'])).toEqual(['[a].jsonl', 'none']);
  });
});

describe('findSiblings', () => {
  const directory = useTemporaryDirectory();

  test('files beside lost ones whose names begin like theirs', async () => {
    for (const name of ['app.1.jsonl', 'app.jsonl', 'app.jsonl.2.gz', 'other.jsonl']) {
      writeFileSync(join(directory(), name), '');
    }
    const found = await findSiblings([join(directory(), 'app.jsonl'), join(directory(), 'none', 'x')]);
    expect(found).toEqual(['app.1.jsonl', 'app.jsonl', 'app.jsonl.2.gz'].map((name) => join(directory(), name)));
  });
});

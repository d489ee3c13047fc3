import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSpanbridgeError } from '@spanbridge/core';
import { type Checkpoint, type CheckpointOptions } from '../../../src/ship/checkpoint/checkpoint-api.js';
import { NODE_FILES, type CheckpointFiles } from '../../../src/ship/checkpoint/checkpoint-files.js';
import { openCheckpoint } from '../../../src/ship/checkpoint/checkpoint.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const opened: Checkpoint[] = [];
let warnings: string[] = [];

beforeEach(() => {
  warnings = [];
});
afterEach(async () => {
  for (const checkpoint of opened.splice(0)) await checkpoint.close();
});

async function open(options: Partial<CheckpointOptions> = {}): Promise<Checkpoint> {
  const warn = (message: string): void => void warnings.push(message);
  const checkpoint = await openCheckpoint({ directory: join(directory(), 'state'), warn, ...options });
  opened.push(checkpoint);
  return checkpoint;
}

type Changes = Readonly<Record<string, unknown>>;

/** Commits for a caller whose whole map is what it puts. */
function put(checkpoint: Checkpoint, changes: Changes, whole: Changes = changes): ReturnType<Checkpoint['commit']> {
  return checkpoint.commit({ put: Object.entries(changes), remove: [] }, () => Object.entries(whole));
}

const entriesOf = (checkpoint: Checkpoint): unknown => [...checkpoint.restored.entries];
const names = (): readonly string[] => readdirSync(join(directory(), 'state')).sort();

describe('a checkpoint', () => {
  it('is fresh in a directory that is not there, and makes it and its files for the owner alone', async () => {
    const checkpoint = await open();
    expect(checkpoint.restored).toEqual({ origin: 'fresh', entries: new Map() });
    expect(await put(checkpoint, { a: 1 })).toEqual({ status: 'committed', generation: 1 });
    expect(await put(checkpoint, { b: 2 }, { a: 1, b: 2 })).toEqual({ status: 'committed', generation: 1 });
    expect(names()).toEqual(['checkpoint.a', 'log.1']);
    const modes = ['.', ...names()].map((name) => statSync(join(directory(), 'state', name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  it('gives back all keys in the order of their last put, and frees them when it is told to', async () => {
    const first = await open();
    await put(first, { a: 1, b: 2, c: 3 });
    await first.commit({ put: [['a', 4]], remove: ['b', 'nothing'] }, () => []);
    await first.commit({ put: [['d', 5]], remove: ['c', 'd'] }, () => []);
    await first.close();
    const second = await open();
    expect(second.restored.origin).toBe('restored');
    expect(entriesOf(second)).toEqual([
      ['a', 4],
      ['d', 5],
    ]);
    second.forgetRestored();
    expect(second.restored).toEqual({ origin: 'restored', entries: new Map() });
  });

  it('gives back strings, keys and numbers exactly as JSON can say them', async () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"x":1},"\\ud800":"\\udfff\\u0000\\u2028\\n","big":1e300,"list":[null,true]}',
    );
    const first = await open();
    await first.commit(
      {
        put: [
          ['__proto__', value],
          ['\ud800\n', ''],
          ['-0', -0],
        ],
        remove: [],
      },
      () => [
        ['__proto__', value],
        ['\ud800\n', ''],
        ['-0', -0],
      ],
    );
    await put(first, { 'in the log': value });
    await first.close();
    const { entries } = (await open()).restored;
    expect([...entries.keys()]).toEqual(['__proto__', '\ud800\n', '-0', 'in the log']);
    for (const key of ['__proto__', 'in the log']) {
      const found = entries.get(key) ?? 0;
      expect(JSON.stringify(found)).toBe(JSON.stringify(value));
      expect(Object.keys(found)).toEqual(['__proto__', '\ud800', 'big', 'list']);
      expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    }
    // JSON has one zero; whoever needs the sign encodes it.
    expect(Object.is(entries.get('-0'), 0)).toBe(true);
  });

  it('keeps commits that were called at once in their order, and a value of several MiB', async () => {
    const large = 'ä'.repeat(3_000_000);
    const first = await open();
    const results = await Promise.all([
      put(first, { a: 1 }),
      put(first, { a: 2, large }),
      put(first, { a: 3 }),
      first.close(),
    ]);
    expect(results.map((result) => result?.status)).toEqual(['committed', 'committed', 'committed', undefined]);
    const second = await open();
    expect([...second.restored.entries.keys()]).toEqual(['large', 'a']);
    expect(second.restored.entries.get('a')).toBe(3);
    expect(second.restored.entries.get('large')).toBe(large);
  });

  it('writes a snapshot into the other slot when the log is longer than its limit and the last snapshot', async () => {
    const checkpoint = await open({ logBytesMax: 1000 });
    let whole: Changes = {};
    let asked = 0;
    const generations = [];
    for (let index = 0; index < 12; index += 1) {
      const changes = { [`key${index}`]: 'x'.repeat(500) };
      whole = { ...whole, ...changes };
      const result = await checkpoint.commit({ put: Object.entries(changes), remove: [] }, () => {
        asked += 1;
        return Object.entries(whole);
      });
      generations.push(result.status === 'committed' ? result.generation : result);
    }
    // Of some 540 bytes each: after the first, two fill the log of 1,000 bytes; then four are as long as the map.
    expect(generations).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3]);
    expect(asked).toBe(3);
    expect(names()).toEqual(['checkpoint.a', 'checkpoint.b', 'log.2', 'log.3']);
    await checkpoint.close();
    const second = await open();
    expect(Object.fromEntries(second.restored.entries)).toEqual(whole);
  });

  it('begins each process with a snapshot, because what another has left may not be on the disk', async () => {
    const first = await open();
    await put(first, { a: 1 });
    await put(first, { b: 1 });
    await first.close();
    const second = await open();
    expect(await put(second, { c: 1 }, { a: 1, b: 1, c: 1 })).toEqual({ status: 'committed', generation: 2 });
    expect(names()).toEqual(['checkpoint.a', 'checkpoint.b', 'log.1']);
  });

  it('commits nothing without a call to the disk', async () => {
    let calls = 0;
    const files: CheckpointFiles = { ...NODE_FILES, open: (...args) => ((calls += 1), NODE_FILES.open(...args)) };
    const checkpoint = await open({ files });
    await put(checkpoint, { a: 1 });
    const before = calls;
    expect(await put(checkpoint, {})).toEqual({ status: 'committed', generation: 1 });
    expect(calls).toBe(before);
    expect(names()).toEqual(['checkpoint.a']);
  });

  it('syncs at once, or later with `sync: false`', async () => {
    const disk = countSyncs();
    const checkpoint = await open({ files: disk.files });
    await put(checkpoint, { a: 1 });
    const afterSnapshot = disk.syncs();
    const later = { sync: false };
    await checkpoint.commit({ put: [['a', 2]], remove: [] }, () => [], later);
    await checkpoint.commit({ put: [['a', 3]], remove: [] }, () => [], later);
    expect(disk.syncs()).toBe(afterSnapshot);
    await put(checkpoint, {});
    expect(disk.syncs()).toBe(afterSnapshot + 1);
    await put(checkpoint, { a: 4 });
    expect(disk.syncs()).toBe(afterSnapshot + 2);
    await checkpoint.commit({ put: [['a', 5]], remove: [] }, () => [], later);
    await checkpoint.close();
    expect(disk.syncs()).toBe(afterSnapshot + 3);
  });

  it('refuses commits once it is closed', async () => {
    const checkpoint = await open();
    await checkpoint.close();
    expect(await put(checkpoint, { a: 1 })).toEqual({ status: 'failed', detail: 'The checkpoint is closed.' });
  });

  it('calls a commit failed whose values are no JSON or whose iterables throw, and takes the next', async () => {
    const checkpoint = await open();
    await put(checkpoint, { a: 1 });
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const throwing = {
      *[Symbol.iterator](): Generator<string> {
        yield 'a';
        throw new Error('no more keys');
      },
    };
    expect(await put(checkpoint, { b: cycle })).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('circular') as unknown,
    });
    expect(await checkpoint.commit({ put: [], remove: throwing }, () => [])).toEqual({
      status: 'failed',
      detail: 'no more keys',
    });
    expect(await put(checkpoint, { c: 1 })).toMatchObject({ status: 'committed' });
    await checkpoint.close();
    expect(entriesOf(await open())).toEqual([
      ['a', 1],
      ['c', 1],
    ]);
  });

  it('leaves other files of its directory alone', async () => {
    const other = ['log.0', 'log.x', 'log.1.bak', 'checkpoint.c', 'lock'];
    mkdirSync(join(directory(), 'state'));
    for (const name of other) writeFileSync(join(directory(), 'state', name), name);
    const checkpoint = await open({ logBytesMax: 1 });
    for (let index = 0; index < 4; index += 1) await put(checkpoint, { index });
    expect(names()).toEqual(expect.arrayContaining(other));
    for (const name of other) expect(readFileSync(join(directory(), 'state', name), 'utf8')).toBe(name);
  });

  it('lets other work run while it writes and reads a map of many MiB', async () => {
    const whole = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, 'x'.repeat(200_000)]));
    let turns = 0;
    const count = (): void => {
      turns += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    try {
      const first = await open();
      await put(first, whole);
      expect(turns).toBeGreaterThan(20);
      await put(first, whole);
      await first.close();
      turns = 0;
      expect((await open()).restored.entries.size).toBe(40);
      expect(turns).toBeGreaterThan(20);
    } finally {
      clearImmediate(timer);
    }
  });
});

describe('a checkpoint that cannot be used', () => {
  it('is refused when its directory is a file', async () => {
    writeFileSync(join(directory(), 'state'), '');
    await expect(open()).rejects.toMatchObject({ name: 'SpanbridgeError', code: 'CHECKPOINT_UNUSABLE' });
  });

  it('is refused when a slot is a link: what it leads to is neither read nor written', async () => {
    const target = join(directory(), 'target');
    writeFileSync(target, 'not ours');
    mkdirSync(join(directory(), 'state'));
    symlinkSync(target, join(directory(), 'state', 'checkpoint.a'));
    const error: unknown = await open().catch((thrown: unknown) => thrown);
    expect(isSpanbridgeError(error) && error.code).toBe('CHECKPOINT_UNUSABLE');
    expect(String(error)).toContain('checkpoint.a');
    expect(readFileSync(target, 'utf8')).toBe('not ours');
  });

  it('is refused when a slot is a directory', async () => {
    mkdirSync(join(directory(), 'state', 'checkpoint.b'), { recursive: true });
    await expect(open()).rejects.toMatchObject({ code: 'CHECKPOINT_UNUSABLE' });
  });

  const asUser = process.getuid?.() === 0 ? it.skip : it;
  asUser('is refused when its directory may not be read (skipped for root, who may)', async () => {
    mkdirSync(join(directory(), 'state'));
    chmodSync(join(directory(), 'state'), 0o000);
    await expect(open()).rejects.toMatchObject({ code: 'CHECKPOINT_UNUSABLE' });
    chmodSync(join(directory(), 'state'), 0o700);
  });
});

function countSyncs(): { readonly files: CheckpointFiles; readonly syncs: () => number } {
  let syncs = 0;
  const files: CheckpointFiles = {
    ...NODE_FILES,
    async open(path, mode) {
      const file = await NODE_FILES.open(path, mode);
      return {
        ...file,
        sync: () => {
          syncs += 1;
          return file.sync();
        },
      };
    },
  };
  return { files, syncs: () => syncs };
}

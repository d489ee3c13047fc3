import { join } from 'node:path';
import { type Checkpoint } from '../../../src/ship/checkpoint/checkpoint-api.js';
import { NODE_FILES, type CheckpointFiles } from '../../../src/ship/checkpoint/checkpoint-files.js';
import { openCheckpoint } from '../../../src/ship/checkpoint/checkpoint.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const opened: Checkpoint[] = [];
let warnings: string[] = [];
let broken: BrokenCalls = {};

/** Calls that fail for now: those on paths that end so, or on all. */
interface BrokenCalls {
  readonly open?: 'EMFILE';
  readonly write?: 'ENOSPC' | 'EIO';
  readonly sync?: 'EIO';
  readonly truncate?: 'EIO';
  readonly rename?: 'EIO';
  readonly syncDirectory?: 'EIO';
  /** Only on this file; all without. */
  readonly name?: string;
}

beforeEach(() => {
  warnings = [];
  broken = {};
});
afterEach(async () => {
  for (const checkpoint of opened.splice(0)) await checkpoint.close();
});

function failIf(call: keyof Omit<BrokenCalls, 'name'>, path: string): void {
  const code = broken[call];
  if (code === undefined || (broken.name !== undefined && !path.endsWith(broken.name))) return;
  throw Object.assign(new Error(`${code}: ${call}`), { code });
}

const files: CheckpointFiles = {
  ...NODE_FILES,
  async open(path, mode) {
    failIf('open', path);
    const file = await NODE_FILES.open(path, mode);
    return {
      async write(bytes, offsetBytes) {
        // A full disk takes the beginning.
        if (broken.write !== undefined) await file.write(bytes.subarray(0, bytes.length >> 1), offsetBytes);
        failIf('write', path);
        await file.write(bytes, offsetBytes);
      },
      async truncate(sizeBytes) {
        failIf('truncate', path);
        await file.truncate(sizeBytes);
      },
      async sync() {
        failIf('sync', path);
        await file.sync();
      },
      close: () => file.close(),
    };
  },
  async rename(from, to) {
    failIf('rename', to);
    await NODE_FILES.rename(from, to);
  },
  async syncDirectory(path) {
    failIf('syncDirectory', path);
    await NODE_FILES.syncDirectory(path);
  },
};

async function open(logBytesMax = 4000): Promise<Checkpoint> {
  const warn = (message: string): void => void warnings.push(message);
  const checkpoint = await openCheckpoint({ directory: directory(), warn, logBytesMax, files });
  opened.push(checkpoint);
  return checkpoint;
}

/** A caller that keeps its map; each call changes one key. */
function createUser(checkpoint: Checkpoint): {
  readonly put: (key: string, value: unknown) => ReturnType<Checkpoint['commit']>;
  readonly snapshots: () => number;
} {
  const state = new Map(checkpoint.restored.entries);
  let snapshots = 0;
  return {
    put(key, value) {
      state.set(key, value);
      return checkpoint.commit({ put: [[key, value]], remove: [] }, () => {
        snapshots += 1;
        return state;
      });
    },
    snapshots: () => snapshots,
  };
}

const restored = async (): Promise<unknown> => Object.fromEntries((await open()).restored.entries);

describe('a checkpoint without room or handles', () => {
  it('keeps what was committed, cuts the half-written commit off and goes on in the same log', async () => {
    const checkpoint = await open();
    const user = createUser(checkpoint);
    await user.put('a', 1);
    await user.put('b', 2);
    broken = { write: 'ENOSPC' };
    expect(await user.put('c', 3)).toEqual({ status: 'failed', detail: 'ENOSPC: write' });
    expect(await restored()).toEqual({ a: 1, b: 2 });
    broken = {};
    expect(await user.put('d', 4)).toEqual({ status: 'committed', generation: 1 });
    expect(user.snapshots()).toBe(1);
    // The caller did not offer `c` again.
    expect(await restored()).toEqual({ a: 1, b: 2, d: 4 });
  });

  it('goes on with a snapshot when the log could not be made', async () => {
    const user = createUser(await open());
    await user.put('a', 1);
    broken = { open: 'EMFILE' };
    expect(await user.put('b', 2)).toEqual({ status: 'failed', detail: 'EMFILE: open' });
    broken = {};
    expect(await user.put('c', 3)).toEqual({ status: 'committed', generation: 2 });
    expect(await restored()).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('fails the commits that waited behind the one that failed', async () => {
    const user = createUser(await open());
    await user.put('a', 1);
    broken = { write: 'ENOSPC' };
    const [first, second] = await Promise.all([user.put('b', 2), user.put('c', 3)]);
    expect([first.status, second]).toEqual([
      'failed',
      { status: 'failed', detail: 'An earlier commit failed, and this one waited behind it.' },
    ]);
    broken = {};
    expect(await user.put('d', 4)).toMatchObject({ status: 'committed' });
  });

  it('begins anew with everything when even cutting fails', async () => {
    const user = createUser(await open());
    await user.put('a', 1);
    await user.put('b', 2);
    broken = { write: 'ENOSPC', truncate: 'EIO' };
    expect(await user.put('c', 3)).toMatchObject({ status: 'failed' });
    broken = {};
    expect(await user.put('d', 4)).toEqual({ status: 'committed', generation: 2 });
    expect(await restored()).toEqual({ a: 1, b: 2, c: 3, d: 4 });
  });

  it('commits to the log while there is no room for a snapshot, tells it once, and seldom tries', async () => {
    const user = createUser(await open(300));
    await user.put('a', 'x'.repeat(400));
    broken = { write: 'ENOSPC', name: 'checkpoint.new' };
    const results = [];
    for (let index = 0; index < 20; index += 1) results.push((await user.put('b', `${index}`.padEnd(60))).status);
    expect(new Set(results)).toEqual(new Set(['committed']));
    // 20 commits of some 100 bytes: due after 400 bytes, and then after each 300 more.
    expect(user.snapshots()).toBeLessThan(9);
    expect(user.snapshots()).toBeGreaterThan(3);
    expect(warnings).toEqual([expect.stringContaining('could not be written: ENOSPC: write. Its log goes on growing')]);
    broken = {};
    for (let index = 0; index < 5; index += 1) await user.put('c', index);
    expect(await user.put('c', 'end')).toEqual({ status: 'committed', generation: expect.any(Number) as number });
    expect(await restored()).toEqual({ a: 'x'.repeat(400), b: '19'.padEnd(60), c: 'end' });
  });
});

describe('a checkpoint whose sync fails', () => {
  it('does not trust the log again: the next commit is a snapshot of everything', async () => {
    const user = createUser(await open());
    await user.put('a', 1);
    await user.put('b', 2);
    broken = { sync: 'EIO' };
    expect(await user.put('c', 3)).toEqual({ status: 'failed', detail: 'EIO: sync' });
    expect(await user.put('d', 4)).toMatchObject({ status: 'failed' });
    broken = {};
    expect(await user.put('e', 5)).toMatchObject({ status: 'committed' });
    expect(user.snapshots()).toBe(3);
    expect(await restored()).toEqual({ a: 1, b: 2, c: 3, d: 4, e: 5 });
  });

  it.each(['rename', 'syncDirectory'] as const)(
    'does not write the log any more when the %s of a snapshot fails, as the new slot may be what is read',
    async (call) => {
      const user = createUser(await open(100));
      await user.put('a', 1);
      await user.put('b', 'x'.repeat(100));
      broken = { [call]: 'EIO' };
      // Before the snapshot this commit is in the log.
      expect(await user.put('d', 4)).toEqual({ status: 'committed', generation: 1 });
      expect(warnings).toEqual([expect.stringContaining(`EIO: ${call}`)]);
      expect(await restored()).toEqual({ a: 1, b: 'x'.repeat(100), d: 4 });
      expect(await user.put('e', 5)).toMatchObject({ status: 'failed' });
      broken = {};
      expect(await user.put('f', 6)).toMatchObject({ status: 'committed' });
      expect(await restored()).toEqual({ a: 1, b: 'x'.repeat(100), d: 4, e: 5, f: 6 });
    },
  );

  it('survives a callback that throws', async () => {
    const warn = (): never => {
      throw new Error('no log today');
    };
    const checkpoint = await openCheckpoint({ directory: join(directory(), 'x'), warn, logBytesMax: 1, files });
    opened.push(checkpoint);
    const user = createUser(checkpoint);
    await user.put('a', 1);
    await user.put('a', 2);
    broken = { write: 'ENOSPC', name: 'checkpoint.new' };
    expect(await user.put('a', 3)).toMatchObject({ status: 'committed' });
  });
});

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Checkpoint } from '../../../src/ship/checkpoint/checkpoint-api.js';
import { openCheckpoint } from '../../../src/ship/checkpoint/checkpoint.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const FIXTURE = join(__dirname, '../../../../../test/fixtures/checkpoint/v1');

interface Found {
  readonly origin: Checkpoint['restored']['origin'];
  readonly entries: unknown;
  readonly warnings: readonly string[];
}

/** Opens a directory, looks at it, and closes it again without a commit. */
async function look(path: string): Promise<Found> {
  const warnings: string[] = [];
  const checkpoint = await openCheckpoint({ directory: path, warn: (message) => warnings.push(message) });
  await checkpoint.close();
  const { origin, entries } = checkpoint.restored;
  return { origin, entries: Object.fromEntries(entries), warnings };
}

/** Opens a directory and commits one key, which makes a snapshot. */
async function commitOnce(path: string): Promise<void> {
  const checkpoint = await openCheckpoint({ directory: path, warn: () => undefined });
  const whole = new Map(checkpoint.restored.entries).set('once', true);
  const result = await checkpoint.commit({ put: [['once', true]], remove: [] }, () => whole);
  await checkpoint.close();
  expect(result.status).toBe('committed');
}

/**
 * Slot a of generation 1 (c1) with log 1 (c2 to c4), and slot b of generation 2 (c1 to c4) with log 2 (c5, c6): the
 * values of all six commits are there.
 */
async function writeTwoGenerations(path: string): Promise<void> {
  const checkpoint = await openCheckpoint({ directory: path, warn: () => undefined, logBytesMax: 150 });
  const state = new Map<string, unknown>();
  for (const value of [1, 2, 3, 4, 5, 6]) {
    const changes = [
      [`c${value}`, value],
      ['last', value],
    ] as const;
    for (const [key, number] of changes) state.set(key, number);
    const result = await checkpoint.commit({ put: changes, remove: [] }, () => state);
    expect(result.status).toBe('committed');
  }
  await checkpoint.close();
}

const upTo = (last: number): Record<string, number> => ({
  ...Object.fromEntries(Array.from({ length: last }, (_, index) => [`c${index + 1}`, index + 1])),
  last,
});

/** A copy of a directory in which one file was changed. */
function damagedCopy(path: string, name: string, change: (bytes: Buffer) => Buffer): string {
  const copy = join(directory(), 'copy');
  mkdirSync(copy, { recursive: true });
  for (const old of readdirSync(copy)) rmSync(join(copy, old));
  for (const file of readdirSync(path)) writeFileSync(join(copy, file), readFileSync(join(path, file)));
  writeFileSync(join(copy, name), change(readFileSync(join(path, name))));
  return copy;
}

const flipped =
  (at: number) =>
  (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
    return copy;
  };

describe('a damaged checkpoint', () => {
  it('of two generations is whole to begin with', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    expect(readdirSync(path).sort()).toEqual(['checkpoint.a', 'checkpoint.b', 'log.1', 'log.2']);
    expect(await look(path)).toEqual({ origin: 'restored', entries: upTo(6), warnings: [] });
  });

  it('loses nothing by any flipped byte of its newest slot: the other one and both logs say the same', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const size = readFileSync(join(path, 'checkpoint.b')).length;
    expect(size).toBeGreaterThan(100);
    for (let at = 0; at < size; at += 1) {
      const found = await look(damagedCopy(path, 'checkpoint.b', flipped(at)));
      expect(found).toMatchObject({ origin: 'fallback', entries: upTo(6) });
      expect(found.warnings).toEqual([expect.stringContaining('kept as *.corrupt: checkpoint.b.')]);
    }
  });

  it.each([
    ['empty', (): Buffer => Buffer.alloc(0)],
    ['zeros', (bytes: Buffer): Buffer => Buffer.alloc(bytes.length)],
    ['garbage', (): Buffer => Buffer.from('{"not":"a checkpoint"}\n'.repeat(20))],
    ['cut in the middle', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1)],
    ['longer than it says', (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.from('\n')])],
    ['a log', (): Buffer => readFileSync(join(directory(), 'state', 'log.2'))],
  ])('falls back to the other slot when the newest is %s, and keeps the damaged file', async (_what, change) => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const copy = damagedCopy(path, 'checkpoint.b', change);
    const damaged = readFileSync(join(copy, 'checkpoint.b'));
    expect(await look(copy)).toMatchObject({ origin: 'fallback', entries: upTo(6) });
    expect(readFileSync(join(copy, 'checkpoint.b.corrupt'))).toEqual(damaged);
    await commitOnce(copy);
    expect(await look(copy)).toMatchObject({ origin: 'restored', entries: { ...upTo(6), once: true }, warnings: [] });
  });

  it('is not bothered by an older slot that is damaged in its body', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const copy = damagedCopy(path, 'checkpoint.a', flipped(80));
    expect(await look(copy)).toEqual({ origin: 'restored', entries: upTo(6), warnings: [] });
  });

  it('starts from nothing when both slots are damaged, says so, and keeps all files', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const copy = damagedCopy(path, 'checkpoint.b', flipped(3));
    writeFileSync(join(copy, 'checkpoint.a'), '');
    const found = await look(copy);
    expect(found).toMatchObject({ origin: 'lost', entries: {} });
    expect(found.warnings).toEqual([
      expect.stringContaining('could not be read at all. Everything starts from the beginning; nothing is skipped.'),
    ]);
    await commitOnce(copy);
    expect(readdirSync(copy).sort()).toEqual([
      'checkpoint.a',
      'checkpoint.a.corrupt',
      'checkpoint.b.corrupt',
      'log.1.corrupt',
      'log.2.corrupt',
    ]);
    expect(await look(copy)).toEqual({ origin: 'restored', entries: { once: true }, warnings: [] });
  });

  it('is read up to the last whole commit when its log is cut at any length, and goes on', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const log = readFileSync(join(path, 'log.2'));
    const counts = new Map<unknown, number>();
    for (let size = 0; size <= log.length; size += 1) {
      const copy = damagedCopy(path, 'log.2', (bytes) => bytes.subarray(0, size));
      const found = await look(copy);
      const last = (found.entries as { readonly last: number }).last;
      expect(found.entries).toEqual(upTo(last));
      counts.set(last, (counts.get(last) ?? 0) + 1);
      // A torn end is what any crash leaves, and no news.
      expect(found).toMatchObject({ origin: 'restored', warnings: [] });
      if (size % 16 !== 0) continue;
      await commitOnce(copy);
      expect((await look(copy)).entries).toEqual({ ...upTo(last), once: true });
    }
    // A header of 64 bytes, then two records.
    const record = 28 + '["c5",5]\n["last",5]\n'.length;
    expect([...counts]).toEqual([
      [4, 64 + record],
      [5, record],
      [6, 1],
    ]);
  });

  it('stops at a record that is damaged in the middle of a log, says so, and keeps the log', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const second = 64 + 28 + '["c5",5]\n["last",5]\n'.length;
    for (let at = 0; at < second; at += 1) {
      const copy = damagedCopy(path, 'log.2', flipped(at));
      const found = await look(copy);
      expect(found).toMatchObject({ origin: 'restored', entries: upTo(4) });
      expect(found.warnings).toEqual([expect.stringContaining('read up to the damage')]);
    }
    const copy = damagedCopy(path, 'log.2', flipped(second - 1));
    await commitOnce(copy);
    expect(readdirSync(copy).sort()).toEqual(['checkpoint.a', 'checkpoint.b', 'log.2.corrupt']);
    expect(await look(copy)).toEqual({ origin: 'restored', entries: { ...upTo(4), once: true }, warnings: [] });
  });

  it('does not mix: an earlier log that is damaged ends the reading, later logs are not taken', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    const first = damagedCopy(path, 'log.1', flipped(64 + 30));
    writeFileSync(join(first, 'checkpoint.b'), '');
    expect(await look(first)).toMatchObject({ origin: 'fallback', entries: upTo(1) });
  });

  it('is older without its newest slot and log, but never ahead', async () => {
    const path = join(directory(), 'state');
    await writeTwoGenerations(path);
    rmSync(join(path, 'checkpoint.b'));
    rmSync(join(path, 'log.2'));
    expect(await look(path)).toMatchObject({ origin: 'restored', entries: upTo(4) });
  });
});

describe('a checkpoint of another version', () => {
  it('of version 1 is read as it was written in the first release', async () => {
    const copy = join(directory(), 'v1');
    cpSync(FIXTURE, copy, { recursive: true });
    expect(await look(copy)).toEqual({
      origin: 'restored',
      entries: {
        'file/app.jsonl': { offset: 1048576, line: 4711 },
        'text/é€😀': '\ud800 alone',
        'open/1': { name: 'checkout', events: [1, 2, 3] },
        'file/new.jsonl': { offset: 12, line: 2 },
      },
      warnings: [],
    });
    rmSync(join(copy, 'checkpoint.a'));
    expect(await look(copy)).toMatchObject({ origin: 'fallback', entries: { 'file/new.jsonl': { offset: 12 } } });
  });

  it.each(['checkpoint.a', 'checkpoint.b', 'log.2'])(
    'of version 2 in %s is refused, and nothing is touched',
    async (name) => {
      const path = join(directory(), 'state');
      await writeTwoGenerations(path);
      const copy = damagedCopy(path, name, (bytes) => {
        // All that a newer version promises to keep: magic, version and their checksum.
        const newer = Buffer.concat([bytes.subarray(0, 16), Buffer.from('whatever comes then')]);
        newer.writeUInt32LE(2, 8);
        newer.writeUInt32LE(crc32(newer.subarray(0, 12)), 12);
        return newer;
      });
      writeFileSync(join(copy, 'checkpoint.new'), 'half');
      const before = contents(copy);
      await expect(look(copy)).rejects.toMatchObject({
        name: 'SpanbridgeError',
        code: 'CHECKPOINT_VERSION',
        message: expect.stringMatching(
          new RegExp(`${name}" has format version 2.*reads up to 1.*Nothing was changed`),
        ) as unknown,
      });
      expect(contents(copy)).toEqual(before);
    },
  );
});

function contents(path: string): unknown {
  return readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'latin1')]);
}

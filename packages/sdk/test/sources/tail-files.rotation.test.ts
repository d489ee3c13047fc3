import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asLines, checkpointOf, records, useTailing } from './tailing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

/** Whether the file system of temporary directories gives a new file the number of a deleted one. */
function reusesInodes(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'spanbridge-inode-'));
  try {
    const path = join(directory, 'file');
    for (let attempt = 0; attempt < 5; attempt++) {
      writeFileSync(path, 'a');
      const { ino } = statSync(path, { bigint: true });
      unlinkSync(path);
      writeFileSync(path, 'b');
      if (statSync(path, { bigint: true }).ino === ino) return true;
      unlinkSync(path);
    }
    return false;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const onReusedInodes = reusesInodes() ? test : test.skip;
const onLinux = process.platform === 'linux' ? test : test.skip;

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

describe('files that are renamed', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();
  const at = (name: string): string => join(directory(), name);

  test('the renamed file is read to its end, then the new one from its start', async () => {
    writeFileSync(at('app.jsonl'), '{"a":1}\n');
    const following = tail({ patterns: [at('app.jsonl')] });
    await following.settle();
    appendFileSync(at('app.jsonl'), '{"a":2}\n');
    renameSync(at('app.jsonl'), at('app.jsonl.1'));
    writeFileSync(at('app.jsonl'), '{"a":3}\n');
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
    expect(following.told('rotated', 'gone')).toEqual([{ type: 'rotated', path: at('app.jsonl.1') }]);
  });

  test('a chain of renames is followed by what the files are, whatever they are called', async () => {
    writeFileSync(at('app.jsonl'), asLines(['{"a":1}']));
    const following = tail({ patterns: [at('app.jsonl*')] });
    for (let turn = 2; turn <= 6; turn++) {
      await following.settle();
      for (const [from, to] of [
        ['.2', '.3'],
        ['.1', '.2'],
        ['', '.1'],
      ] as const) {
        rmSync(at('app.jsonl.4'), { force: true });
        if (readdirSync(directory()).includes(`app.jsonl${from}`))
          renameSync(at(`app.jsonl${from}`), at(`app.jsonl${to}`));
      }
      appendFileSync(at('app.jsonl.1'), asLines([`{"late":${turn}}`]));
      writeFileSync(at('app.jsonl'), asLines([`{"a":${turn}}`]));
    }
    await following.settle(12);
    expect([...following.texts].sort()).toEqual([
      '{"a":1}',
      '{"a":2}',
      '{"a":3}',
      '{"a":4}',
      '{"a":5}',
      '{"a":6}',
      '{"late":2}',
      '{"late":3}',
      '{"late":4}',
      '{"late":5}',
      '{"late":6}',
    ]);
    expect(following.told('gone').filter(({ lostBytes }) => lostBytes !== undefined)).toEqual([]);
  });

  test('what was rotated while nobody looked is read from its position, then the new file from its start', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 3)));
    const first = tail({ patterns: [at('app.jsonl')] });
    await first.settle();
    await first.end();
    appendFileSync(at('app.jsonl'), asLines(records('a', 3, 5)));
    renameSync(at('app.jsonl'), at('app.jsonl.1'));
    writeFileSync(at('app.jsonl'), asLines(records('b', 0, 2)));
    const second = tail({ patterns: [at('app.jsonl')], positions: checkpointOf(first) ?? [], startAt: 'end' });
    await second.settle();
    expect(second.texts).toEqual([...records('a', 3, 5), ...records('b', 0, 2)]);
    expect(second.lines[0]?.line).toBe(4);
  });

  test('a file that left the patterns is let go once it is read and quiet, and known when it comes back', async () => {
    writeFileSync(at('app.jsonl'), '{"a":1}\n');
    const following = tail({ patterns: [at('app.jsonl')] });
    await following.settle();
    renameSync(at('app.jsonl'), at('app.jsonl.1'));
    await following.settle(1_000);
    expect(following.told('finished')).toEqual([]);
    await following.settle(510);
    expect(following.told('finished')).toEqual([{ type: 'finished', path: at('app.jsonl.1') }]);
    renameSync(at('app.jsonl.1'), at('app.jsonl'));
    appendFileSync(at('app.jsonl'), '{"a":2}\n');
    await following.settle(8);
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}']);
  });

  test('what cannot be found is told with the bytes that were not read, once', async () => {
    writeFileSync(at('app.jsonl'), '{"a":1}\n{"a":2}\n{"a":3}\n');
    const first = tail({ patterns: [at('app.jsonl')], chunkBytes: 10 });
    await first.piece();
    await first.next();
    await first.end();
    unlinkSync(at('app.jsonl'));
    const second = tail({ patterns: [at('app.jsonl')], positions: checkpointOf(first) ?? [] });
    await second.settle(20);
    expect(second.told('gone')).toEqual([{ type: 'gone', path: at('app.jsonl'), lostBytes: 16 }]);
    await second.end();
    const third = tail({ patterns: [at('app.jsonl')], positions: checkpointOf(second) ?? [] });
    await third.settle(20);
    expect(third.told('gone')).toEqual([]);
  });

  test('a file that was moved to another directory is read to its end by the open handle', async () => {
    mkdirSync(at('old'));
    writeFileSync(at('app.jsonl'), '{"a":1}\n');
    const following = tail({ patterns: [at('app.jsonl')] });
    await following.settle();
    renameSync(at('app.jsonl'), at('old/app.jsonl'));
    await following.settle(4);
    appendFileSync(at('old/app.jsonl'), '{"a":2}\n');
    await following.settle(100);
    appendFileSync(at('old/app.jsonl'), '{"a":3}\n');
    await following.settle(4);
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
  });
});

describe('more files than may be open', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();

  onLinux('all are read while few are open (looked up in /proc: Linux only)', async () => {
    for (let file = 0; file < 300; file++) writeFileSync(join(directory(), `many-${file}`), `{"a":${file}}\n`);
    const following = tail({ patterns: ['*'], cwd: directory(), handlesMax: 8 });
    let openMax = 0;
    for (let pieces = 0; pieces < 300; pieces++) {
      await following.piece();
      if (pieces % 20 === 0) openMax = Math.max(openMax, openCount('many-'));
    }
    for (let file = 0; file < 300; file += 7) appendFileSync(join(directory(), `many-${file}`), `{"b":${file}}\n`);
    await following.settle(12);
    expect(openMax).toBe(8);
    const [first, second] = ['a', 'b'].map((key) => following.texts.filter((text) => text.startsWith(`{"${key}"`)));
    expect([new Set(first).size, first?.length, new Set(second).size, second?.length]).toEqual([300, 300, 43, 43]);
    expect(following.told('gone', 'truncated', 'rotated')).toEqual([]);
  });
});

describe('files that are deleted', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();
  const at = (name: string): string => join(directory(), name);

  test('what a deleted file held is read by the open handle', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 50)));
    const following = tail({ patterns: [at('app.jsonl')], chunkBytes: 700 });
    await following.piece();
    unlinkSync(at('app.jsonl'));
    await following.settle();
    expect(following.texts).toEqual(records('a', 0, 50));
  });

  test('a file that comes and goes while the consumer is busy is read all the same', async () => {
    writeFileSync(at('a.jsonl'), '{"a":1}\n');
    const following = tail({ patterns: ['*.jsonl'], cwd: directory() });
    await following.piece();
    writeFileSync(at('b.jsonl'), '{"b":1}\n');
    const isOpened = (): boolean => following.told('opened').some(({ path }) => path === at('b.jsonl'));
    for (let turn = 0; turn < 100_000 && !isOpened(); turn++) {
      following.clock.advance(20);
      await new Promise(setImmediate);
    }
    unlinkSync(at('b.jsonl'));
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}', '{"b":1}']);
  });

  onLinux('it is closed within 5 s (looked up in /proc: Linux only)', async () => {
    writeFileSync(at('deleted-soon.jsonl'), '{"a":1}\n');
    const following = tail({ patterns: ['*.jsonl'], cwd: directory() });
    await following.settle();
    expect(openCount('deleted-soon')).toBe(1);
    unlinkSync(at('deleted-soon.jsonl'));
    const beforeMs = following.clock.nowMs();
    while (openCount('deleted-soon') > 0) await following.next();
    expect(following.clock.nowMs() - beforeMs).toBeLessThanOrEqual(5_000);
    await following.settle(20);
    expect(following.told('gone')).toEqual([{ type: 'gone', path: at('deleted-soon.jsonl') }]);
  });

  test('its last line without a newline is told as lost', async () => {
    writeFileSync(at('app.jsonl'), '{"a":1}\n{"a":');
    const following = tail({ patterns: [at('app.jsonl')] });
    await following.settle();
    unlinkSync(at('app.jsonl'));
    await following.settle(45);
    expect(following.told('gone')).toEqual([{ type: 'gone', path: at('app.jsonl'), lostBytes: 5 }]);
  });

  onReusedInodes(
    'a new file with the number of a deleted one is read from its start (skipped where numbers are not reused)',
    async () => {
      for (const length of [3, 30]) {
        const path = at(`app-${length}.jsonl`);
        writeFileSync(path, asLines(records('old', 0, length)));
        const first = tail({ patterns: [path] });
        await first.settle();
        await first.end();
        const { ino } = statSync(path, { bigint: true });
        unlinkSync(path);
        writeFileSync(path, asLines(records('new', 0, 40)));
        expect(statSync(path, { bigint: true }).ino).toBe(ino);
        const second = tail({ patterns: [path], positions: checkpointOf(first) ?? [] });
        await second.settle();
        expect(second.texts).toEqual(records('new', 0, 40));
      }
    },
  );

  onReusedInodes(
    'the same while files are followed, and with the same first line (skipped where numbers are not reused)',
    async () => {
      const path = at('app.jsonl');
      // Files that are closed for want of handles: an open file keeps its number.
      const following = tail({ patterns: ['*.jsonl'], cwd: directory(), handlesMax: 1 });
      writeFileSync(path, '{"same":1}\n');
      writeFileSync(at('other.jsonl'), '{"b":1}\n');
      await following.settle(8);
      expect(openCount('app.jsonl')).toBe(0);
      const { ino } = statSync(path, { bigint: true });
      unlinkSync(path);
      writeFileSync(path, '{"same":1}\n{"a":2}\n');
      expect(statSync(path, { bigint: true }).ino).toBe(ino);
      await following.settle(8);
      expect(following.texts).toEqual(['{"same":1}', '{"b":1}', '{"same":1}', '{"a":2}']);
    },
  );
});

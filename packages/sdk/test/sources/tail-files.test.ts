import { appendFileSync, chmodSync, linkSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asLines, checkpointOf, records, useTailing } from './tailing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('tailFiles', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();

  test('lines are handed out when their newline has come, with their numbers', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n\n{"a"');
    const following = tail({ patterns: [path] });
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}']);
    appendFileSync(path, ':2}');
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}']);
    appendFileSync(path, '\r\n');
    await following.settle();
    expect(following.lines.map(({ line, text }) => [line, text])).toEqual([
      [1, '{"a":1}'],
      [3, '{"a":2}'],
    ]);
  });

  test('a file that is not there yet is waited for, and read from its start', async () => {
    const path = join(directory(), 'late.jsonl');
    const following = tail({ patterns: [path], startAt: 'end' });
    await following.settle();
    writeFileSync(path, '{"a":1}\n');
    await following.settle(8);
    expect(following.texts).toEqual(['{"a":1}']);
  });

  test('idle comes at every look that finds nothing', async () => {
    const following = tail({ patterns: [join(directory(), '*.jsonl')] });
    for (let look = 0; look < 5; look++) expect(await following.next()).toEqual({ kind: 'idle' });
    expect(following.clock.nowMs()).toBe(800);
  });

  test('a new file is found within 2 s', async () => {
    const following = tail({ patterns: ['*.jsonl'], cwd: directory() });
    await following.settle();
    const beforeMs = following.clock.nowMs();
    writeFileSync(join(directory(), 'new.jsonl'), '{"a":1}\n');
    await following.piece();
    expect(following.clock.nowMs() - beforeMs).toBeLessThanOrEqual(1_000);
  });

  test('it knows how many bytes of the last look are not read, and a half line is none of them', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, `${'a'.repeat(99)}\n${'b'.repeat(99)}\nhalf`);
    const following = tail({ patterns: [path], chunkBytes: 100 });
    await following.piece();
    expect(following.unreadBytes()).toBe(104);
    await following.settle();
    expect(following.unreadBytes()).toBe(0);
  });

  test('reading is fair: one piece of each file in turn', async () => {
    for (const name of ['a', 'b']) writeFileSync(join(directory(), name), asLines(records(name, 0, 30)));
    const following = tail({ patterns: ['*'], cwd: directory(), chunkBytes: 1_000 });
    await following.settle();
    expect(following.pieces.slice(0, 6).map(({ path }) => path.slice(-1))).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(following.lines.filter(({ path }) => path.endsWith('a')).map(({ text }) => text)).toEqual(
      records('a', 0, 30),
    );
  });

  test('a piece counts as taken when the next item is asked for', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n{"a":2}\n');
    const following = tail({ patterns: [path] });
    const piece = await following.piece();
    expect(piece.position).toMatchObject({ offsetBytes: 16, line: 3, path, sizeBytes: 16, state: 'followed' });
    expect(following.positions()).toMatchObject([{ sourceId: piece.sourceId, position: { offsetBytes: 0 } }]);
    await following.next();
    expect(following.positions()).toEqual([{ sourceId: piece.sourceId, position: piece.position }]);
  });

  test('nothing is read before it is asked for', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n');
    const following = tail({ patterns: [path] });
    await following.piece();
    appendFileSync(path, '{"a":2}\n');
    for (let looks = 0; looks < 10; looks++) {
      following.clock.advance(200);
      await new Promise(setImmediate);
    }
    expect(following.texts).toEqual(['{"a":1}']);
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}']);
  });

  test('a restart goes on behind what was taken', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, asLines(records('a', 0, 5)));
    const first = tail({ patterns: [path] });
    await first.settle();
    const positions = checkpointOf(first);
    await first.end();
    appendFileSync(path, asLines(records('a', 5, 8)));
    const second = tail({ patterns: [path], positions: positions ?? [], startAt: 'end' });
    await second.settle();
    expect(second.lines.map(({ line }) => line)).toEqual([6, 7, 8]);
    expect(second.texts).toEqual(records('a', 5, 8));
  });

  test('at the end means behind the last newline, so that the line being written is read whole', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n{"a":');
    const following = tail({ patterns: [path], startAt: 'end' });
    await following.settle();
    appendFileSync(path, '2}\n');
    await following.settle();
    expect(following.texts).toEqual(['{"a":2}']);
  });

  test('after the signal nothing more comes, and an unfinished line stays unread', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n{"a":2}');
    const following = tail({ patterns: [path] });
    await following.settle();
    await following.end();
    expect(following.texts).toEqual(['{"a":1}']);
    expect(following.positions()).toMatchObject([{ position: { offsetBytes: 8, line: 2 } }]);
    expect(await following.next()).toBeUndefined();
  });

  test('a line over the limit is told with its size, and the next one is read', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, `{"a":1}\n${'x'.repeat(5_000)}`);
    const following = tail({ patterns: [path], chunkBytes: 512, lineBytesMax: 1_500 });
    await following.settle();
    appendFileSync(path, `${'y'.repeat(3_000)}\n{"a":2}\n`);
    await following.settle();
    expect(following.pieces.flatMap(({ frames }) => frames)).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'too-large', line: 2, offsetBytes: 8, sizeBytes: 8_000 },
      { kind: 'text', text: '{"a":2}', line: 3, isTerminated: true },
    ]);
  });

  test('an array in one line stays one line', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '[{"a":1},{"a":2}]\n[\n');
    const following = tail({ patterns: [path] });
    await following.settle();
    expect(following.texts).toEqual(['[{"a":1},{"a":2}]', '[']);
  });

  test('links lead to files, two names of one file are read once, directories are left alone', async () => {
    const target = join(directory(), 'target.log');
    writeFileSync(target, '{"a":1}\n');
    symlinkSync(target, join(directory(), 'b.jsonl'));
    linkSync(target, join(directory(), 'c.jsonl'));
    symlinkSync(join(directory(), 'nothing'), join(directory(), 'd.jsonl'));
    mkdirSync(join(directory(), 'e.jsonl'));
    const following = tail({ patterns: ['*.jsonl', 'e.jsonl'], cwd: directory() });
    await following.settle(12);
    expect(following.texts).toEqual(['{"a":1}']);
    expect(following.warnings).toEqual([]);
    expect(following.told('gone', 'rotated')).toEqual([]);
  });

  test('a link that is turned to another file: the first is read to its end, then the second', async () => {
    const [one, two, link] = ['1.log', '2.log', 'now.jsonl'].map((name) => join(directory(), name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(one, '{"a":1}\n');
    symlinkSync(one, link);
    const following = tail({ patterns: [link] });
    await following.settle();
    appendFileSync(one, '{"a":2}\n');
    writeFileSync(two, '{"a":3}\n');
    symlinkSync(two, `${link}.new`);
    renameSync(`${link}.new`, link);
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}', '{"a":3}']);
  });

  const asOrdinaryUser = process.getuid?.() === 0 || process.platform === 'win32' ? test.skip : test;
  asOrdinaryUser('a file that may not be read is told once and read when it may (skipped for root)', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n', { mode: 0 });
    const following = tail({ patterns: [path] });
    await following.settle(12);
    expect(following.warnings).toEqual([expect.stringContaining('cannot be read (EACCES')]);
    chmodSync(path, 0o600);
    await following.settle(8);
    expect(following.texts).toEqual(['{"a":1}']);
  });

  test('excluded files are left alone', async () => {
    writeFileSync(join(directory(), 'a.jsonl'), '{"a":1}\n');
    writeFileSync(join(directory(), 'b.jsonl'), '{"b":1}\n');
    const following = tail({ patterns: ['*.jsonl'], exclude: ['b*'], cwd: directory() });
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}']);
  });

  test('what a listener throws ends nothing', async () => {
    const path = join(directory(), 'app.jsonl');
    writeFileSync(path, '{"a":1}\n');
    const following = tail({
      patterns: [path],
      onEvent: () => {
        throw new Error('listener');
      },
    });
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}']);
  });
});

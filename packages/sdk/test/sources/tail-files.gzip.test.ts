import { appendFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { asLines, checkpointOf, records, useTailing } from './tailing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('compressed files that are followed', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();
  const at = (name: string): string => join(directory(), name);

  test('a compressed file is read once, as a whole, its last line too', async () => {
    writeFileSync(at('old.jsonl.gz'), gzipSync('{"a":1}\n{"a":2}'));
    const following = tail({ patterns: ['*'], cwd: directory() });
    await following.settle(12);
    expect(following.pieces.flatMap(({ frames }) => frames)).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'text', text: '{"a":2}', line: 2, isTerminated: false },
    ]);
    expect(following.told('finished')).toEqual([{ type: 'finished', path: at('old.jsonl.gz') }]);
    expect(following.positions()).toMatchObject([
      { position: { compression: 'gzip', state: 'complete', offsetBytes: 15, line: 3 } },
    ]);
  });

  test('a restart does not read it again', async () => {
    writeFileSync(at('old.jsonl.gz'), gzipSync(asLines(records('a', 0, 100))));
    const first = tail({ patterns: ['*'], cwd: directory() });
    await first.settle(8);
    expect(first.texts).toEqual(records('a', 0, 100));
    await first.end();
    const second = tail({ patterns: ['*'], cwd: directory(), positions: checkpointOf(first) ?? [] });
    await second.settle(12);
    expect(second.texts).toEqual([]);
    expect(second.positions()).toMatchObject([{ position: { state: 'complete', line: 101 } }]);
  });

  test('a restart in the middle of it goes on behind what was taken', async () => {
    const text = asLines(records('a', 0, 60_000));
    writeFileSync(at('old.jsonl.gz'), gzipSync(text));
    const first = tail({ patterns: ['*'], cwd: directory(), chunkBytes: 4_096 });
    await first.piece();
    await first.next();
    await first.end();
    const taken = first.positions()[0]?.position.line ?? 0;
    expect(taken).toBeGreaterThan(1);
    const second = tail({ patterns: ['*'], cwd: directory(), positions: checkpointOf(first) ?? [] });
    await second.settle(12);
    expect(second.lines[0]).toMatchObject({ line: taken, text: records('a', taken - 1, taken)[0] });
    expect(second.lines.at(-1)?.line).toBe(60_000);
  });

  test('after rotation and compression only what had not been read is handed out', async () => {
    for (const count of [4, 40]) {
      const name = `app${count}.jsonl`;
      writeFileSync(at(name), asLines(records('a', 0, count)));
      const following = tail({ patterns: [`${name}*`], cwd: directory() });
      await following.settle();
      renameSync(at(name), at(`${name}.1`));
      writeFileSync(at(name), asLines(records('b', 0, 2)));
      await following.settle();
      writeFileSync(at(`${name}.1.gz`), gzipSync(asLines(records('a', 0, count + 3))));
      unlinkSync(at(`${name}.1`));
      await following.settle(30);
      expect(following.texts).toEqual([
        ...records('a', 0, count),
        ...records('b', 0, 2),
        ...records('a', count, count + 3),
      ]);
      expect(following.told('copied', 'gone')).toEqual([{ type: 'copied', path: at(`${name}.1.gz`) }]);
      const ofCopy = following.lines.filter(({ path }) => path.endsWith('.gz'));
      expect(ofCopy.map(({ sourceId, line }) => [sourceId, line])).toEqual([
        ['f1', count + 1],
        ['f1', count + 2],
        ['f1', count + 3],
      ]);
      await following.end();
    }
  });

  test('the same when it was compressed while nobody looked', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 20)));
    const first = tail({ patterns: ['*'], cwd: directory() });
    await first.settle();
    await first.end();
    writeFileSync(at('app.jsonl.1.gz'), gzipSync(asLines(records('a', 0, 25))));
    unlinkSync(at('app.jsonl'));
    writeFileSync(at('app.jsonl'), asLines(records('b', 0, 2)));
    const second = tail({ patterns: ['*'], cwd: directory(), positions: checkpointOf(first) ?? [] });
    await second.settle(20);
    expect([...second.texts].sort()).toEqual([...records('a', 20, 25), ...records('b', 0, 2)].sort());
    expect(second.told('gone')).toEqual([]);
  });

  test('one that begins like a known file but is another is read from its start', async () => {
    const head = records('a', 0, 15);
    writeFileSync(at('app.jsonl'), asLines([...head, '{"a":1}']));
    const following = tail({ patterns: ['*'], cwd: directory() });
    await following.settle();
    unlinkSync(at('app.jsonl'));
    writeFileSync(at('app.jsonl.gz'), gzipSync(asLines([...head, '{"b":1}'])));
    await following.settle(40);
    expect(following.texts).toEqual([...head, '{"a":1}', ...head, '{"b":1}']);
  });

  test('one that is being written is read when it has stopped changing, each line once', async () => {
    const whole = gzipSync(asLines(records('a', 0, 2_000)));
    writeFileSync(at('app.gz'), '');
    const following = tail({ patterns: ['*'], cwd: directory() });
    await following.settle();
    writeFileSync(at('app.gz'), whole.subarray(0, 5_000));
    await following.settle(12);
    appendFileSync(at('app.gz'), whole.subarray(5_000));
    await following.settle(12);
    expect(following.texts).toEqual(records('a', 0, 2_000));
    expect(following.warnings).toEqual([]);
  });

  test('one that stays cut is told as damaged after all lines before the cut', async () => {
    const whole = gzipSync(asLines(records('a', 0, 2_000)));
    writeFileSync(at('app.gz'), whole.subarray(0, whole.length - 100));
    const following = tail({ patterns: ['*'], cwd: directory() });
    await following.settle(40);
    expect(following.texts.at(-1)).toBe('<damaged>');
    expect(following.texts.filter((text) => text === '<damaged>')).toHaveLength(1);
    const readable = following.texts.slice(0, -1);
    expect(readable.length).toBeGreaterThan(500);
    expect(readable).toEqual(records('a', 0, readable.length));
  });

  test('compressed files that are there when following begins at the end are left alone', async () => {
    writeFileSync(at('app.gz'), gzipSync('{"a":1}\n'));
    const following = tail({ patterns: ['*'], cwd: directory(), startAt: 'end' });
    await following.settle(12);
    writeFileSync(at('new.gz'), gzipSync('{"b":1}\n'));
    await following.settle(12);
    expect(following.texts).toEqual(['{"b":1}']);
  });

  test('zstd is told once and left alone', async () => {
    writeFileSync(at('app.zst'), Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0]));
    const following = tail({ patterns: ['*'], cwd: directory() });
    await following.settle(20);
    expect(following.texts).toEqual([]);
    expect(following.warnings).toEqual([expect.stringContaining('is compressed with zstd and not read')]);
  });
});

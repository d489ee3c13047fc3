import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { asLines, checkpointOf, records, useTailing } from './tailing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('files that are truncated', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();
  const at = (name: string): string => join(directory(), name);

  test('a copy beside the truncated file is known by its text, and what was not read is read from it', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 20)));
    const following = tail({ patterns: [at('app.jsonl*')] });
    await following.settle();
    appendFileSync(at('app.jsonl'), asLines(records('a', 20, 25)));
    copyFileSync(at('app.jsonl'), at('app.jsonl.1'));
    truncateSync(at('app.jsonl'), 0);
    appendFileSync(at('app.jsonl'), asLines(records('b', 0, 3)));
    await following.settle(15);
    expect([...following.texts].sort()).toEqual([...records('a', 0, 25), ...records('b', 0, 3)].sort());
    expect(following.told('copied')).toEqual([{ type: 'copied', path: at('app.jsonl.1') }]);
    expect(following.told('gone')).toEqual([]);
    const ofCopy = following.lines.filter(({ path }) => path === at('app.jsonl.1'));
    expect(ofCopy.map(({ sourceId, line }) => [sourceId, line])).toEqual(
      [21, 22, 23, 24, 25].map((line) => ['f1', line]),
    );
  });

  test('a copy that is seen before the truncation is held back until it comes', async () => {
    for (const count of [3, 20]) {
      const [path, copy] = [at(`app${count}.jsonl`), at(`app${count}.jsonl.1`)];
      writeFileSync(path, asLines(records('a', 0, count)));
      const following = tail({ patterns: [`${path}*`] });
      await following.settle();
      copyFileSync(path, copy);
      // It is found by a search, which comes once in five looks, and held for four looks.
      await following.settle(5);
      expect(following.texts).toEqual(records('a', 0, count));
      truncateSync(path, 0);
      await following.settle(15);
      expect(following.texts).toEqual(records('a', 0, count));
      await following.end();
    }
  });

  test('a copy that lacks what was read after it was made is not read again', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 20)));
    const following = tail({ patterns: [at('app.jsonl*')] });
    await following.settle();
    copyFileSync(at('app.jsonl'), at('app.jsonl.1'));
    appendFileSync(at('app.jsonl'), asLines(records('a', 20, 22)));
    await following.settle(3);
    truncateSync(at('app.jsonl'), 0);
    await following.settle(15);
    expect(following.texts).toEqual(records('a', 0, 22));
  });

  test('a copy that no pattern leads to gives what was not read', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 20)));
    const following = tail({ patterns: [at('app.jsonl')] });
    await following.settle();
    appendFileSync(at('app.jsonl'), asLines(records('a', 20, 25)));
    const size = statSync(at('app.jsonl')).size;
    await following.next();
    appendFileSync(at('app.jsonl'), asLines(records('a', 25, 26)));
    copyFileSync(at('app.jsonl'), at('app.jsonl.1'));
    truncateSync(at('app.jsonl'), 0);
    await following.settle(15);
    expect(size).toBeGreaterThan(2_000);
    expect(following.texts).toEqual(records('a', 0, 26));
  });

  test('bytes that nobody can read any more are told', async () => {
    writeFileSync(at('app.jsonl'), '{"a":1}\n{"a":2}\n{"a":3}\n');
    const following = tail({ patterns: [at('app.jsonl')], chunkBytes: 10 });
    await following.piece();
    truncateSync(at('app.jsonl'), 0);
    await following.settle(20);
    expect(following.texts).toEqual(['{"a":1}']);
    expect(following.told('truncated', 'gone')).toEqual([
      { type: 'truncated', path: at('app.jsonl') },
      { type: 'gone', path: at('app.jsonl'), lostBytes: 16 },
    ]);
  });

  test('an unread end that is taken away is told, and reading goes on behind what was read', async () => {
    writeFileSync(at('app.jsonl'), '{"a":1}\n{"torn"');
    const following = tail({ patterns: [at('app.jsonl')] });
    await following.settle();
    truncateSync(at('app.jsonl'), 8);
    await following.settle();
    appendFileSync(at('app.jsonl'), '{"a":2}\n');
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}']);
    expect(following.told('truncated')).toEqual([{ type: 'truncated', path: at('app.jsonl'), lostBytes: 7 }]);
  });

  test('a file that grew past the old position after it was truncated is read from its start', async () => {
    for (const count of [2, 30]) {
      const path = at(`app${count}.jsonl`);
      writeFileSync(path, asLines(records('a', 0, count)));
      const following = tail({ patterns: [path] });
      await following.settle();
      truncateSync(path, 0);
      appendFileSync(path, asLines(records('b', 0, count + 10)));
      await following.settle(20);
      expect(following.texts).toEqual([...records('a', 0, count), ...records('b', 0, count + 10)]);
      expect(following.told('truncated', 'gone')).toEqual([{ type: 'truncated', path }]);
    }
  });

  test('the same while nobody looked', async () => {
    writeFileSync(at('app.jsonl'), asLines(records('a', 0, 30)));
    const first = tail({ patterns: [at('app.jsonl')] });
    await first.settle();
    await first.end();
    truncateSync(at('app.jsonl'), 0);
    appendFileSync(at('app.jsonl'), asLines(records('b', 0, 40)));
    const second = tail({ patterns: [at('app.jsonl')], positions: checkpointOf(first) ?? [] });
    await second.settle();
    expect(second.texts).toEqual(records('b', 0, 40));
    expect(second.told('truncated')).toHaveLength(1);
  });

  test('zero bytes that a writer without O_APPEND leaves before its line are no part of it', async () => {
    const descriptor = openSync(at('app.jsonl'), 'w');
    const following = tail({ patterns: [at('app.jsonl')] });
    writeSync(descriptor, '{"a":1}\n', 0);
    await following.settle(8);
    truncateSync(at('app.jsonl'), 0);
    writeSync(descriptor, '{"a":2}\n', 8);
    closeSync(descriptor);
    await following.settle();
    expect(following.texts).toEqual(['{"a":1}', '{"a":2}']);
  });
});

describe('files that are alike', () => {
  const directory = useTemporaryDirectory();
  const tail = useTailing();
  const at = (name: string): string => join(directory(), name);

  test('two files with the same first 1 KiB are two files', async () => {
    const head = `{"head":"${'h'.repeat(1_100)}"}\n`;
    writeFileSync(at('a.jsonl'), `${head}{"a":1}\n`);
    const following = tail({ patterns: ['*.jsonl'], cwd: directory() });
    await following.settle();
    writeFileSync(at('b.jsonl'), `${head}{"b":1}\n`);
    await following.settle(12);
    expect(following.texts.map((text) => text.slice(0, 7))).toEqual(['{"head"', '{"a":1}', '{"head"', '{"b":1}']);
  });

  test('two files with the same text are two files', async () => {
    writeFileSync(at('a.jsonl'), '{"a":1}\n');
    writeFileSync(at('b.jsonl'), '{"a":1}\n');
    const following = tail({ patterns: ['*.jsonl'], cwd: directory() });
    await following.settle(12);
    copyFileSync(at('a.jsonl'), at('a.copy.jsonl'));
    await following.settle(15);
    expect(following.texts).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
  });

  test('a file whose beginning grows stays the same file', async () => {
    writeFileSync(at('a.jsonl'), '');
    const following = tail({ patterns: [at('a.jsonl')] });
    for (const [index, text] of records('a', 0, 30).entries()) {
      appendFileSync(at('a.jsonl'), `${text}\n`);
      if (index % 3 === 0) await following.settle(1);
    }
    await following.settle();
    expect(following.texts).toEqual(records('a', 0, 30));
    expect(new Set(following.lines.map(({ sourceId }) => sourceId))).toEqual(new Set(['f1']));
    const [known] = following.positions();
    expect(known?.position.identity.fingerprint.lengthBytes).toBe(1_024);
    expect(known?.position.tail.lengthBytes).toBe(1_024);
  });
});

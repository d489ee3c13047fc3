import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type TailEvent } from '../../src/sources/tail-options.js';
import { TailRun } from '../../src/sources/tail-run.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('TailRun', () => {
  const directory = useTemporaryDirectory();
  const at = (name: string): string => join(directory(), name);
  const onLinux = process.platform === 'linux' ? test : test.skip;
  let run: TailRun | undefined;
  afterEach(async () => {
    await run?.close();
  });

  function begin(patterns: readonly string[]): { run: TailRun; events: TailEvent[] } {
    const events: TailEvent[] = [];
    run = new TailRun({ patterns, cwd: directory(), onEvent: (event) => events.push(event) });
    return { run, events };
  }

  test('a search finds files, a turn reads one, and its position is taken when that is said', async () => {
    writeFileSync(at('a'), '{"a":1}\n');
    const started = begin(['*']).run;
    expect(await started.search()).toEqual([at('a')]);
    expect(started.canRead()).toBe(true);
    const read = await started.readNext();
    expect(read?.piece).toMatchObject({ sourceId: 'f1', isAtEnd: true, frames: [{ text: '{"a":1}' }] });
    expect(started.positions()).toMatchObject([{ position: { offsetBytes: 0 } }]);
    if (read !== undefined) read.source.taken = read.cursor;
    expect(started.positions()).toMatchObject([{ position: { offsetBytes: 8 } }]);
    expect([await started.readNext(), started.canRead()]).toEqual([undefined, false]);
  });

  test('a look sees that a file grew', async () => {
    writeFileSync(at('a'), '{"a":1}\n');
    const started = begin(['a']).run;
    await started.search();
    await started.readNext();
    appendFileSync(at('a'), '{"a":2}\n');
    await started.look([]);
    expect((await started.readNext())?.piece.frames).toMatchObject([{ text: '{"a":2}', line: 2 }]);
  });

  test('an empty file that has become a compressed one is read as such', async () => {
    writeFileSync(at('a.gz'), '');
    const started = begin(['*']).run;
    await started.search();
    expect(await started.readNext()).toBeUndefined();
    writeFileSync(at('a.gz'), gzipSync('{"a":1}\n'));
    await started.look([]);
    expect(await started.readNext()).toBeUndefined();
    for (let look = 0; look < 6; look++) await started.look([]);
    expect((await started.readNext())?.piece.frames).toMatchObject([{ text: '{"a":1}' }]);
  });

  test('a file that went away between the look and the reading is told by the next look only', async () => {
    writeFileSync(at('a'), '{"a":1}\n');
    const { run: started, events } = begin(['*']);
    await started.search();
    rmSync(at('a'));
    expect((await started.readNext())?.piece.frames).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['opened']);
  });

  onLinux('what cannot be read is told once and tried again (with /proc/self/mem: Linux only)', async () => {
    const { run: started, events } = begin(['/proc/self/mem']);
    await started.search();
    for (let look = 0; look < 3; look++) await started.look(['/proc/self/mem']);
    const warnings = events.filter(({ type }) => type === 'warning');
    expect(warnings).toEqual([{ type: 'warning', message: expect.stringContaining('EIO') as string }]);
  });

  test('what went wrong without being thrown is told once', () => {
    const { run: started, events } = begin(['*']);
    started.warn(new Error('No more descriptors'));
    started.warn(new Error('No more descriptors'));
    const message = 'Looking at files failed: No more descriptors. It is tried again.';
    expect(events).toEqual([{ type: 'warning', message }]);
  });
});

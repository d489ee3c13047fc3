import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SourceReader } from '../../src/sources/source-reader.js';
import { cursorBehind, placedSource, useTailState } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const LINES = '{"a":1}\n{"a":2}\n{"a":3}\n';

describe('SourceReader', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();
  const at = (name: string): string => join(directory(), name);
  const options = { chunkBytes: 10, lineBytesMax: 1_000_000 };
  const onLinux = process.platform === 'linux' ? test : test.skip;

  test('a turn gives the whole lines of a chunk, and says when there is no more', async () => {
    writeFileSync(at('a'), `${LINES}{"a"`);
    const state = newState();
    const source = await placedSource(state, at('a'));
    const reader = new SourceReader(state.files, options);
    const turns = [
      await reader.read(source),
      await reader.read(source),
      await reader.read(source),
      await reader.read(source),
    ];
    expect(turns.map((turn) => (turn.status === 'read' ? [turn.frames.length, turn.isAtEnd] : turn.status))).toEqual([
      [1, false],
      [1, false],
      [1, true],
      [0, true],
    ]);
    expect(source.cursor).toEqual(cursorBehind(LINES));
  });

  test('a turn reads as many chunks as one line takes', async () => {
    writeFileSync(at('a'), `{"a":"${'x'.repeat(500)}"}\n`);
    const state = newState();
    const source = await placedSource(state, at('a'));
    expect(await new SourceReader(state.files, options).read(source)).toMatchObject({ frames: [{ line: 1 }] });
  });

  test('another text before the cursor, in its head or its tail, or none, is a change', async () => {
    const long = LINES.repeat(100);
    for (const [name, text] of [
      ['tail', `${long.slice(0, -3)}X}\n`],
      ['head', `X${long.slice(1)}`],
      ['short', long.slice(0, -1)],
    ] as const) {
      writeFileSync(at(name), text);
      const state = newState();
      const source = await placedSource(state, at(name), long);
      expect([name, await new SourceReader(state.files, options).read(source)]).toEqual([name, { status: 'changed' }]);
    }
  });

  test('a path that leads elsewhere, and one that leads nowhere', async () => {
    writeFileSync(at('a'), LINES);
    const state = newState();
    const source = await placedSource(state, at('a'));
    const reader = new SourceReader(state.files, options);
    renameSync(at('a'), at('b'));
    expect(await reader.read(source)).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('ENOENT') as string,
    });
    writeFileSync(at('a'), LINES);
    expect(await reader.read(source)).toEqual({ status: 'elsewhere' });
  });

  onLinux('what the system refuses is told, not thrown (with /proc/self/mem: Linux only)', async () => {
    const state = newState();
    const source = await placedSource(state, '/proc/self/mem');
    const turn = await new SourceReader(state.files, options).read(source);
    expect(turn).toMatchObject({ status: 'failed', detail: expect.stringContaining('EIO') as string });
  });

  test('an empty file that has become a compressed one is told', async () => {
    writeFileSync(at('a'), '');
    const state = newState();
    const source = await placedSource(state, at('a'));
    writeFileSync(at('a'), gzipSync(LINES));
    expect(await new SourceReader(state.files, options).read(source)).toEqual({ status: 'compressed' });
  });

  test('one compressed file at a time: another waits until it has been read, or was closed', async () => {
    const state = newState();
    const reader = new SourceReader(state.files, options);
    const [one, other] = (await Promise.all(
      ['one', 'other'].map(async (name) => {
        writeFileSync(at(name), gzipSync(LINES.repeat(10_000)));
        const source = await placedSource(state, at(name));
        source.compression = 'gzip';
        return source;
      }),
    )) as [Awaited<ReturnType<typeof placedSource>>, Awaited<ReturnType<typeof placedSource>>];
    const first = await reader.read(one);
    expect([first.status, reader.isBusyFor(other), reader.isBusyFor(one)]).toEqual(['read', true, false]);
    await state.files.close(one);
    expect(reader.isBusyFor(other)).toBe(false);
    const line = one.cursor.line;
    const again = await reader.read(one);
    expect(again.status === 'read' ? again.frames[0]?.line : again.status).toBe(line);
    await reader.letGo();
    expect(reader.isBusyFor(other)).toBe(false);
  });

  test('the size of a source follows what was read', async () => {
    writeFileSync(at('a'), LINES);
    const state = newState();
    const source = await placedSource(state, at('a'));
    appendFileSync(at('a'), LINES);
    await new SourceReader(state.files, { ...options, chunkBytes: 1_000 }).read(source);
    expect(source.sizeBytes).toBe(LINES.length * 2);
    truncateSync(at('a'), 0);
  });
});

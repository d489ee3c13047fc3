import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { GzipReading } from '../../src/sources/gzip-reading.js';
import { type ReadTurn } from '../../src/sources/read-turn.js';
import { cursorBehind, placedSource, useTailState } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const LINES = Array.from({ length: 300 }, (_, index) => `{"number":${index}}`);
const TEXT = LINES.map((line) => `${line}\n`).join('');

describe('GzipReading', () => {
  const directory = useTemporaryDirectory();
  const newState = useTailState();

  async function read(bytes: Uint8Array, alreadyRead = ''): Promise<{ texts: string[]; last: ReadTurn }> {
    const path = join(directory(), 'file.gz');
    writeFileSync(path, bytes);
    const state = newState();
    const source = await placedSource(state, path, alreadyRead);
    const opened = await state.files.acquire(source);
    if (opened.status !== 'open') throw new Error('It is there.');
    const reading = new GzipReading(source, opened.descriptor, { chunkBytes: 64, lineBytesMax: 1_000 });
    const texts: string[] = [];
    for (;;) {
      const turn = await reading.read();
      if (turn.status === 'read') for (const frame of turn.frames) if (frame.kind === 'text') texts.push(frame.text);
      if (turn.status !== 'read' || turn.isAtEnd) {
        await reading.close();
        return { texts, last: turn };
      }
    }
  }

  test('the whole text comes, over several members, and its last line without a newline', async () => {
    const bytes = Buffer.concat([gzipSync(TEXT.slice(0, 1_000)), gzipSync(TEXT.slice(1_000, -1))]);
    const { texts, last } = await read(bytes);
    expect(texts).toEqual(LINES);
    expect(last).toMatchObject({ status: 'read', isAtEnd: true });
  });

  test('what has been read is passed over, at any line', async () => {
    for (const count of [1, 50, 200, 300]) {
      const { texts } = await read(
        gzipSync(TEXT),
        LINES.slice(0, count)
          .map((line) => `${line}\n`)
          .join(''),
      );
      expect(texts).toEqual(LINES.slice(count));
    }
  });

  test('another text is told from the one that was read, a shorter one too', async () => {
    const other = TEXT.replace('"number":199', '"number":999');
    const alreadyRead = LINES.slice(0, 200)
      .map((line) => `${line}\n`)
      .join('');
    for (const text of [other, alreadyRead.slice(0, -1), alreadyRead.slice(0, 500), '']) {
      expect(await read(gzipSync(text), alreadyRead)).toEqual({ texts: [], last: { status: 'changed' } });
    }
    expect((await read(gzipSync(alreadyRead), alreadyRead)).last).toMatchObject({ status: 'read', isAtEnd: true });
  });

  test('data that end too early give what stands before the break', async () => {
    const whole = gzipSync(TEXT);
    const { texts, last } = await read(whole.subarray(0, whole.length - 20));
    expect(texts).toEqual(LINES.slice(0, texts.length));
    expect(last).toMatchObject({ status: 'broken', detail: expect.stringContaining('break off') as string });
  });

  test('the cursor stands behind the lines that came', async () => {
    const path = join(directory(), 'cursor.gz');
    writeFileSync(path, gzipSync(TEXT));
    const state = newState();
    const source = await placedSource(state, path);
    const opened = await state.files.acquire(source);
    const reading = new GzipReading(source, opened.status === 'open' ? opened.descriptor : -1, {
      chunkBytes: 1_000_000,
      lineBytesMax: 1_000,
    });
    await reading.read();
    await reading.close();
    expect(source.cursor).toEqual(cursorBehind(TEXT));
  });
});

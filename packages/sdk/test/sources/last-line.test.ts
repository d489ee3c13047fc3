import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { findLastLine } from '../../src/sources/last-line.js';
import { type TailCursor } from '../../src/sources/tail-cursor.js';
import { cursorBehind } from './tail-state.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('findLastLine', () => {
  const directory = useTemporaryDirectory();

  async function cursorOf(text: string, lineBytesMax = 200_000): Promise<TailCursor> {
    const path = join(directory(), 'file');
    writeFileSync(path, text);
    const handle = await open(path);
    try {
      return await findLastLine(handle.fd, { sizeBytes: Buffer.byteLength(text), lineBytesMax });
    } finally {
      await handle.close();
    }
  }

  test('the cursor stands behind the last newline and knows the text before it', async () => {
    const whole = `${'a'.repeat(3_000)}\nb\n`;
    expect(await cursorOf(`${whole}half a li`)).toEqual({ ...cursorBehind(whole), line: 1 });
    expect(await cursorOf(whole)).toEqual({ ...cursorBehind(whole), line: 1 });
  });

  test('a last line longer than one step is gone back over', async () => {
    expect((await cursorOf(`one\n${'x'.repeat(150_000)}`)).offsetBytes).toBe(4);
    expect((await cursorOf('x'.repeat(150_000))).offsetBytes).toBe(0);
    expect((await cursorOf('')).offsetBytes).toBe(0);
  });

  test('a last line over the limit is not waited for', async () => {
    expect((await cursorOf('x'.repeat(400_000), 1_000)).offsetBytes).toBe(400_000);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeQuietly, openForReading, readAt, readFromStart, readRange } from '../../src/sources/positioned-read.js';
import { useTemporaryDirectory } from './temporary-directory.js';

describe('reading at places of a file', () => {
  const directory = useTemporaryDirectory();

  async function withFile<T>(text: string, use: (descriptor: number) => Promise<T>): Promise<T> {
    const path = join(directory(), 'file');
    writeFileSync(path, text);
    const descriptor = await openForReading(path);
    try {
      return await use(descriptor);
    } finally {
      await closeQuietly(descriptor);
    }
  }

  test('a range ends with the file, and reading one moves nothing', async () => {
    await withFile('0123456789', async (descriptor) => {
      expect(String(await readRange(descriptor, 2, 5))).toBe('234');
      expect(String(await readRange(descriptor, 8, 20))).toBe('89');
      expect(String(await readRange(descriptor, 20, 30))).toBe('');
      expect(String(await readRange(descriptor, 5, 3))).toBe('');
      const buffer = Buffer.alloc(4);
      expect(await readAt(descriptor, buffer, 7)).toBe(3);
      expect(buffer.toString('latin1')).toBe('789\0');
    });
  });

  test('a whole file comes in chunks', async () => {
    await withFile('0123456789', async (descriptor) => {
      const chunks: string[] = [];
      for await (const chunk of readFromStart(descriptor, 4)) chunks.push(Buffer.from(chunk).toString());
      expect(chunks).toEqual(['0123', '4567', '89']);
    });
  });

  test('closing a descriptor that leads to nothing is no error, opening what is not there is', async () => {
    await expect(closeQuietly(2 ** 30)).resolves.toBeUndefined();
    await expect(openForReading(join(directory(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

import { ChunkReader } from '../../src/sources/chunk-reader.js';

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

describe('ChunkReader', () => {
  test('chunks come as they are, empty ones do not', async () => {
    const reader = new ChunkReader(chunks('', 'ab', '', 'c'));
    expect(String(await reader.next())).toBe('ab');
    expect(String(await reader.next())).toBe('c');
    expect(await reader.next()).toBeUndefined();
  });

  test('taking and peeking reach over chunks, and less comes only at the end', async () => {
    const reader = new ChunkReader(chunks('ab', 'cd', 'ef'));
    expect(String(await reader.peek(3))).toBe('abc');
    expect(String(await reader.take(5))).toBe('abcde');
    expect(String(await reader.peek(4))).toBe('f');
    expect(String(await reader.take(4))).toBe('f');
    expect(String(await reader.take(4))).toBe('');
  });

  test('skipping stops behind the byte, or says that it never came', async () => {
    const reader = new ChunkReader(chunks('ab', 'c.d'));
    expect(await reader.skipPast(0x2e)).toBe(true);
    expect(String(await reader.next())).toBe('d');
    expect(await reader.skipPast(0x2e)).toBe(false);
  });

  test('closing closes the source', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield await Promise.resolve(Buffer.from('a'));
      } finally {
        isClosed = true;
      }
    }
    const reader = new ChunkReader(source());
    await reader.next();
    await reader.close();
    expect(isClosed).toBe(true);
  });
});

import { Readable } from 'node:stream';
import { readStdin } from '../../src/sources/stdin.js';

async function* failing(code: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('one\n'));
  throw Object.assign(new Error(`${code}: it broke`), { code });
}

async function textOf(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of readStdin({ stdin })) text += String(chunk);
  return text;
}

describe('readStdin', () => {
  test('it reads to the end', async () => {
    expect(await textOf(Readable.from([Buffer.from('one\n'), Buffer.from('two')]))).toBe('one\ntwo');
  });

  test.each(['EPIPE', 'EOF', 'ECONNRESET'])('a writer that went away (%s) is an end like any other', async (code) => {
    expect(await textOf(failing(code))).toBe('one\n');
  });

  test('any other error is told with its cause', async () => {
    await expect(textOf(failing('EIO'))).rejects.toMatchObject({
      name: 'SpanbridgeError',
      code: 'INPUT_READ_FAILED',
      message: expect.stringContaining('EIO: it broke') as string,
    });
  });

  test('the signal ends it quietly', async () => {
    const controller = new AbortController();
    const stdin = new Readable({ read: () => undefined });
    const next = readStdin({ stdin, signal: controller.signal }).next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

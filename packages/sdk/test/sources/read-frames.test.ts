import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type Frame } from '../../src/sources/frame.js';
import { type ResolvedInput } from '../../src/sources/inputs.js';
import { readFrames, type ReadFramesOptions } from '../../src/sources/read-frames.js';
import { textsOf } from './framing.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const STDIN: ResolvedInput = { kind: 'stdin' };

async function collect(input: ResolvedInput, options: ReadFramesOptions = {}): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const some of readFrames(input, options)) frames.push(...some);
  return frames;
}

describe('readFrames', () => {
  const directory = useTemporaryDirectory();

  function file(name: string, content: string | Uint8Array): ResolvedInput {
    const path = join(directory(), name);
    writeFileSync(path, content);
    return { kind: 'file', path, sizeBytes: Buffer.from(content).length };
  }

  test('a file gives its frames, whatever the size of a read', async () => {
    const input = file('a.jsonl', '{"a":"é"}\n[{"b":1},\n{"c":2}]\n{"d":3}');
    for (const chunkBytes of [1, 5, 1024]) {
      expect(await collect(input, { chunkBytes })).toEqual([
        { kind: 'text', text: '{"a":"é"}', line: 1, isTerminated: true },
        { kind: 'text', text: '{"b":1}', line: 2, isTerminated: true },
        { kind: 'text', text: '{"c":2}', line: 3, isTerminated: true },
        { kind: 'text', text: '{"d":3}', line: 4, isTerminated: false },
      ]);
    }
  });

  test('bytes are told as they are stored', async () => {
    const packed = gzipSync('{"a":1}\n'.repeat(1000));
    let count = 0;
    const frames = await collect(file('a.gz', packed), { onBytes: (bytes) => (count += bytes) });
    expect(frames).toHaveLength(1000);
    expect(count).toBe(packed.length);
  });

  test('a compressed file that was cut gives its frames, the cut line, and then the damage', async () => {
    const packed = gzipSync('{"a":1}\n{"b":2}\n{"c":3', { level: 0 });
    expect(await collect(file('a.gz', packed.subarray(0, packed.length - 8)))).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'text', text: '{"b":2}', line: 2, isTerminated: true },
      { kind: 'text', text: '{"c":3', line: 3, isTerminated: false },
      { kind: 'damaged', line: 3, detail: 'The gzip data end before their checksum.' },
    ]);
  });

  test('stdin is read, and decompressed too', async () => {
    const stdin = Readable.from([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')]);
    expect(textsOf(await collect(STDIN, { stdin }))).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('the line limit is handed on', async () => {
    expect(textsOf(await collect(file('a', '{"a":1}\n{"b":22222}\n'), { lineBytesMax: 8 }))).toEqual([
      '{"a":1}',
      '<too-large>',
    ]);
  });

  test('nothing is read before it is asked for', async () => {
    const pulled: number[] = [];
    async function* stdin(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 5; index++) {
        pulled.push(index);
        yield await Promise.resolve(Buffer.from(`{"index":${index}}\n`));
      }
    }
    const reading = readFrames(STDIN, { stdin: stdin() });
    await reading.next();
    expect(pulled).toEqual([0]);
    await reading.next();
    expect(pulled).toEqual([0, 1]);
    await reading.return(undefined);
    expect(pulled).toEqual([0, 1]);
  });

  test('the signal ends it quietly: no half line, and no damage of a compressed stream', async () => {
    for (const chunk of [Buffer.from('{"a":1}\n{"b"'), gzipSync('{"a":1}\n'.repeat(9)).subarray(0, 24)]) {
      const controller = new AbortController();
      async function* stdin(): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(chunk);
        controller.abort();
        yield await new Promise<never>(() => undefined);
      }
      const frames = await collect(STDIN, { stdin: stdin(), signal: controller.signal });
      expect(frames.every((frame) => frame.kind === 'text' && frame.text === '{"a":1}')).toBe(true);
    }
  });

  test('an error in the middle is thrown after the frames before it', async () => {
    async function* stdin(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('{"a":1}\n'));
      throw new Error('gone');
    }
    const reading = readFrames(STDIN, { stdin: stdin() });
    expect(textsOf(((await reading.next()).value ?? []) as Frame[])).toEqual(['{"a":1}']);
    await expect(reading.next()).rejects.toMatchObject({ code: 'INPUT_READ_FAILED' });
  });
});

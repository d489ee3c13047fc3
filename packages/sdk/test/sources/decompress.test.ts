import * as zlib from 'node:zlib';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { canReadZstd } from '../../src/sources/compression.js';
import { decompress } from '../../src/sources/decompress.js';

const TEXT = Array.from({ length: 2000 }, (_, index) => `{"index":${index},"square":${index * index}}\n`).join('');

async function read(
  bytes: Uint8Array,
  options: { name?: string; size?: number } = {},
): Promise<{ text: string; damage: string[] }> {
  async function* source(): AsyncGenerator<Uint8Array> {
    // One buffer for all chunks, as files are read: nothing may rely on an earlier chunk.
    const size = options.size ?? 4096;
    const shared = Buffer.alloc(size);
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, at + size);
      shared.fill(0).set(part);
      yield await Promise.resolve(shared.subarray(0, part.length));
    }
  }
  const parts: Buffer[] = [];
  const damage: string[] = [];
  for await (const item of decompress(source(), options.name ?? 'a.jsonl')) {
    if (item.kind === 'bytes') parts.push(Buffer.from(item.bytes));
    else damage.push(item.detail);
  }
  return { text: Buffer.concat(parts).toString(), damage };
}

describe('decompress and gzip', () => {
  test('plain bytes pass through, however short', async () => {
    expect(await read(Buffer.from(TEXT))).toEqual({ text: TEXT, damage: [] });
    expect(await read(Buffer.from('a'))).toEqual({ text: 'a', damage: [] });
    expect(await read(Buffer.alloc(0))).toEqual({ text: '', damage: [] });
  });

  test('gzip is read whatever the file is called and however it is cut', async () => {
    const packed = gzipSync(TEXT);
    for (const size of [1, 7, 4096, 1_000_000])
      expect(await read(packed, { size })).toEqual({ text: TEXT, damage: [] });
  });

  test('members that follow one another are read through, wherever the chunks end', async () => {
    const packed = Buffer.concat([gzipSync('one\n'), gzipSync(''), gzipSync('two\n'), gzipSync('three\n')]);
    for (let size = 1; size <= packed.length; size++) {
      expect(await read(packed, { size })).toEqual({ text: 'one\ntwo\nthree\n', damage: [] });
    }
  });

  test('zero bytes behind the last member are padding', async () => {
    expect(await read(Buffer.concat([gzipSync('one\n'), Buffer.alloc(600)]))).toEqual({ text: 'one\n', damage: [] });
  });

  test('a cut stream gives everything before the cut and says so once', async () => {
    const packed = gzipSync(TEXT);
    let longest = 0;
    for (let length = 3; length < packed.length; length += 97) {
      const { text, damage } = await read(packed.subarray(0, length));
      expect(damage).toHaveLength(1);
      expect(TEXT.startsWith(text)).toBe(true);
      expect(text.length).toBeGreaterThanOrEqual(longest);
      longest = text.length;
    }
    expect(longest).toBeGreaterThan(TEXT.length * 0.9);
  });

  test('each place where a member can be cut is told by its name', async () => {
    const packed = gzipSync('one\n');
    expect((await read(packed.subarray(0, 5))).damage).toEqual(['The gzip data end inside a header.']);
    expect((await read(packed.subarray(0, 12))).damage[0]).toMatch(/^The gzip data break off/);
    expect(await read(packed.subarray(0, packed.length - 8))).toEqual({
      text: 'one\n',
      damage: ['The gzip data end before their checksum.'],
    });
  });

  test('a second member that is cut does not touch the first', async () => {
    const packed = Buffer.concat([gzipSync('one\n'), gzipSync(TEXT).subarray(0, 300)]);
    const { text, damage } = await read(packed);
    expect(text.startsWith('one\n{"index":0,')).toBe(true);
    expect(damage).toHaveLength(1);
  });

  test('a corrupt place in a short stream costs nothing before it', async () => {
    const good = gzipSync(TEXT, { finishFlush: 3 });
    // gzip without its end: a block of the reserved type follows where the checksum would be.
    const packed = Buffer.concat([good.subarray(0, good.length), Buffer.from([0x07, 0xff, 0xff, 0xff])]);
    expect(await read(packed)).toEqual({ text: TEXT, damage: ['The gzip data are corrupt (invalid block type).'] });
  });

  test('a wrong checksum is told after the text', async () => {
    const packed = gzipSync('one\n');
    packed[packed.length - 8] = (packed[packed.length - 8] ?? 0) ^ 1;
    const { text, damage } = await read(packed);
    expect(text).toBe('one\n');
    expect(damage[0]).toMatch(/checksum .* does not match/);
  });

  test('foreign bytes behind the last member are told after the text, wherever the chunks end', async () => {
    const packed = Buffer.concat([gzipSync('one\n'), Buffer.from('{"a":1}\n')]);
    for (const size of [1, packed.length - 8, 4096]) {
      const { text, damage } = await read(packed, { size });
      expect(text).toBe('one\n');
      expect(damage).toEqual(['Behind the end of the gzip data stand bytes that are no gzip; they were not read.']);
    }
  });

  test('100 MB of zeros are read piece by piece', async () => {
    const packed = gzipSync(Buffer.alloc(100_000_000));
    async function* source(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(packed);
    }
    let total = 0;
    let largest = 0;
    for await (const item of decompress(source(), '')) {
      if (item.kind === 'damaged') throw new Error(item.detail);
      total += item.bytes.length;
      largest = Math.max(largest, item.bytes.length);
    }
    expect(total).toBe(100_000_000);
    expect(largest).toBeLessThanOrEqual(65_536);
  });

  test('an error of the source is thrown on, and a consumer that leaves closes the source', async () => {
    let closed = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield await Promise.resolve(gzipSync('one\n').subarray(0, 12));
        throw new Error('disk gone');
      } finally {
        closed++;
      }
    }
    await expect(async () => {
      for await (const item of decompress(source(), '')) expect(item.kind).toBe('bytes');
    }).rejects.toThrow('disk gone');
    const leaving = decompress(source(), '');
    await leaving.next();
    await leaving.return(undefined);
    expect(closed).toBe(2);
  });
});

describe('decompress and other formats', () => {
  test('brotli is read from a file that ends in .br', async () => {
    expect(await read(brotliCompressSync(TEXT), { name: 'a.jsonl.br' })).toEqual({ text: TEXT, damage: [] });
  });

  test('brotli that is cut, is none, or has foreign bytes behind it gives one damage', async () => {
    const packed = brotliCompressSync(TEXT);
    const cut = await read(packed.subarray(0, 2000), { name: 'a.br' });
    expect(TEXT.startsWith(cut.text)).toBe(true);
    expect(cut.damage).toEqual(['The brotli data break off: they were cut, or are still being written.']);
    const none = await read(Buffer.from(`${TEXT}x`), { name: 'a.br' });
    expect(none.damage).toHaveLength(1);
    const tail = await read(Buffer.concat([packed, Buffer.from('tail')]), { name: 'a.br' });
    expect(tail.text).toBe(TEXT);
    expect(tail.damage).toHaveLength(1);
  });

  const withoutZstd = canReadZstd() ? test.skip : test;
  const withZstd = canReadZstd() ? test : test.skip;

  withoutZstd('zstd is told as damage where it cannot be read (skipped from Node 24 on)', async () => {
    const { text, damage } = await read(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]));
    expect(text).toBe('');
    expect(damage[0]).toMatch(/zstd.*24 and newer/);
  });

  withZstd('zstd frames are read through, cut ones are told (skipped before Node 24)', async () => {
    const { zstdCompressSync } = zlib as unknown as { zstdCompressSync: (text: string) => Buffer };
    const packed = Buffer.concat([zstdCompressSync('one\n'), zstdCompressSync(TEXT)]);
    for (const size of [7, 4096]) expect(await read(packed, { size })).toEqual({ text: `one\n${TEXT}`, damage: [] });
    expect((await read(packed.subarray(0, packed.length - 9))).damage).toHaveLength(1);
    expect((await read(Buffer.concat([packed, Buffer.from('tail')]))).damage).toHaveLength(1);
  });
});

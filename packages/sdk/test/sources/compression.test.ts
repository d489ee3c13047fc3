import { gzipSync } from 'node:zlib';
import { canReadZstd, detectCompression } from '../../src/sources/compression.js';

describe('detectCompression', () => {
  test('gzip and zstd are known by their bytes, whatever the name', () => {
    expect(detectCompression(gzipSync('x'), 'a.br')).toBe('gzip');
    expect(detectCompression(Buffer.from([0x1f, 0x8b]), '')).toBe('gzip');
    expect(detectCompression(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'a.jsonl')).toBe('zstd');
    expect(detectCompression(Buffer.from([0x53, 0x2a, 0x4d, 0x18]), 'a.jsonl')).toBe('zstd');
  });

  test('brotli is known by its name only', () => {
    expect(detectCompression(Buffer.from('abcd'), 'logs/A.BR')).toBe('brotli');
    expect(detectCompression(Buffer.alloc(0), 'a.br')).toBe('none');
  });

  test('text is text, whatever the name', () => {
    expect(detectCompression(Buffer.from('{"a"'), 'a.gz')).toBe('none');
    expect(detectCompression(Buffer.from('('), 'a.zst')).toBe('none');
  });

  test('zstd can be read exactly where a cut stream is noticed, from Node 24 on', () => {
    expect(canReadZstd()).toBe(Number.parseInt(process.versions.node, 10) >= 24);
  });
});

import { createBrotliDecompress, createInflateRaw } from 'node:zlib';
import { ChunkReader } from './chunk-reader.js';
import { detectCompression, isGzip, isZstd, MAGIC_BYTES, zstdFactory } from './compression.js';
import { GzipTally, skipGzipHeader } from './gzip-member.js';
import { Inflater, type InflaterStream } from './inflater.js';

/** Bytes of the text of an input, or why there are no more of them although the input goes on or was cut. */
export type TextBytes =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'damaged'; readonly detail: string };

/** Compressed bytes that are decoded at once; bounds what one step inflates to, see `Inflater`. */
const PIECE_BYTES = 16 * 1024;

/**
 * Decompresses an input where it is compressed, and passes it through where it is not. Pulled: nothing is read or
 * decoded before it is asked for. gzip members and zstd frames that follow one another are read through.
 *
 * A stream that broke off or is corrupt yields everything before the damage and then one `damaged`, the last item;
 * so does one with foreign bytes behind its end. Errors of the source are thrown on as they are.
 *
 * @param name - file name, for brotli (`.br`), which cannot be recognised by its bytes
 */
export async function* decompress(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<TextBytes> {
  const reader = new ChunkReader(source);
  try {
    switch (detectCompression(await reader.peek(MAGIC_BYTES), name)) {
      case 'gzip':
        yield* readGzip(reader);
        break;
      case 'zstd':
        yield* readZstd(reader);
        break;
      case 'brotli':
        yield* readBrotli(reader);
        break;
      case 'none':
        for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
          yield { kind: 'bytes', bytes };
        }
    }
  } finally {
    await reader.close();
  }
}

async function* readGzip(reader: ChunkReader): AsyncGenerator<TextBytes> {
  while (isGzip(await reader.peek(3))) {
    if (!(await skipGzipHeader(reader))) {
      yield damaged('The gzip data end inside a header.');
      return;
    }
    const tally = new GzipTally();
    for await (const item of readStream(reader, 'gzip', createInflateRaw)) {
      yield item;
      if (item.kind === 'damaged') return;
      tally.add(item.bytes);
    }
    const detail = await tally.checkTrailer(reader);
    if (detail !== undefined) {
      yield damaged(detail);
      return;
    }
  }
  yield* readTrailing(reader, 'gzip');
}

async function* readZstd(reader: ChunkReader): AsyncGenerator<TextBytes> {
  const create = zstdFactory();
  if (create === undefined) {
    yield damaged('The data are compressed with zstd, which this Node.js cannot read (24 and newer can).');
    return;
  }
  while (isZstd(await reader.peek(MAGIC_BYTES))) {
    for await (const item of readStream(reader, 'zstd', create)) {
      yield item;
      if (item.kind === 'damaged') return;
    }
  }
  yield* readTrailing(reader, 'zstd');
}

async function* readBrotli(reader: ChunkReader): AsyncGenerator<TextBytes> {
  for await (const item of readStream(reader, 'brotli', createBrotliDecompress)) {
    yield item;
    if (item.kind === 'damaged') return;
  }
  yield* readTrailing(reader, 'brotli');
}

/** Decodes up to the end of one compressed stream and gives the bytes behind it back to the reader. */
async function* readStream(
  reader: ChunkReader,
  format: string,
  create: () => InflaterStream,
): AsyncGenerator<TextBytes> {
  const inflater = new Inflater(create);
  try {
    for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
      const piece = bytes.subarray(0, PIECE_BYTES);
      const { outputs, consumedBytes, error } = await inflater.feed(piece);
      for (const output of outputs) yield { kind: 'bytes', bytes: output };
      if (error !== undefined) {
        for await (const output of inflater.recover()) yield { kind: 'bytes', bytes: output };
        yield damaged(`The ${format} data are corrupt (${error.message}).`);
        return;
      }
      reader.unread(bytes.subarray(consumedBytes));
      if (consumedBytes < piece.length) return;
    }
    const { outputs, error } = await inflater.finish();
    for (const output of outputs) yield { kind: 'bytes', bytes: output };
    if (error !== undefined) yield damaged(`The ${format} data break off: they were cut, or are still being written.`);
  } finally {
    inflater.close();
  }
}

/** Reports what stands behind the end of the compressed data, unless it is zero bytes, which pad tapes and blocks. */
async function* readTrailing(reader: ChunkReader, format: string): AsyncGenerator<TextBytes> {
  for (let bytes = await reader.next(); bytes !== undefined; bytes = await reader.next()) {
    if (bytes.every((byte) => byte === 0)) continue;
    yield damaged(`Behind the end of the ${format} data stand bytes that are no ${format}; they were not read.`);
    return;
  }
}

function damaged(detail: string): TextBytes {
  return { kind: 'damaged', detail };
}

import { isGzip } from './compression.js';
import { causeText } from './errors.js';
import { GzipReading } from './gzip-reading.js';
import { LineAssembler } from './line-assembler.js';
import { type OpenFiles } from './open-files.js';
import { readAt, readRange } from './positioned-read.js';
import { hasFingerprint } from './fingerprint.js';
import { type ReadTurn, type SourceReaderOptions } from './read-turn.js';
import { type TailSource } from './tail-source.js';

/** Reads sources, a chunk at a time. Its memory is one chunk, one line, and one compressed file that is being read. */
export class SourceReader {
  private readonly assembler: LineAssembler;
  private readonly chunk: Buffer;
  private gzip: GzipReading | undefined;

  constructor(
    private readonly files: OpenFiles,
    private readonly options: SourceReaderOptions,
  ) {
    this.assembler = new LineAssembler(options.lineBytesMax);
    this.chunk = Buffer.allocUnsafe(options.chunkBytes);
  }

  /** Reads the next lines of a source, at least one unless the file has none. */
  async read(source: TailSource): Promise<ReadTurn> {
    try {
      const opened = await this.files.acquire(source);
      if (opened.status === 'elsewhere') return { status: 'elsewhere' };
      if (source.compression === 'gzip') return await this.readGzip(source, opened.descriptor);
      if (!(await isHeadSame(source, opened.descriptor))) return { status: 'changed' };
      return await this.readPlain(source, opened.descriptor);
    } catch (error) {
      return { status: 'failed', detail: causeText(error) };
    }
  }

  /** Answers whether another compressed file is being read, which has to come to its end first. */
  isBusyFor(source: TailSource): boolean {
    const { gzip } = this;
    if (gzip === undefined || source.compression !== 'gzip' || gzip.source === source) return false;
    return this.files.descriptorOf(gzip.source) === gzip.descriptor;
  }

  /** Lets go of the compressed file that is being read, if there is one. */
  async letGo(): Promise<void> {
    const { gzip } = this;
    this.gzip = undefined;
    this.files.pin(undefined);
    await gzip?.close();
  }

  private async readPlain(source: TailSource, descriptor: number): Promise<ReadTurn> {
    const { assembler, chunk } = this;
    assembler.begin(source.cursor, source.longLine);
    for (;;) {
      const position = assembler.nextOffset;
      const count = await readAt(descriptor, chunk, position);
      if (position === 0 && isGzip(chunk.subarray(0, count))) return { status: 'compressed' };
      const assembled = assembler.push(chunk.subarray(0, count));
      const isAtEnd = count < chunk.length;
      // Shorter than what was read of it: the bytes that would prove the cursor are gone.
      const isShort = isAtEnd && assembler.nextOffset < source.cursor.offsetBytes;
      if (assembled.status === 'changed' || isShort) return { status: 'changed' };
      const hasMoved = assembler.cursor !== source.cursor;
      if (!hasMoved && !isAtEnd && assembler.longLine === undefined) continue;
      source.cursor = assembler.cursor;
      source.longLine = assembler.longLine;
      source.sizeBytes = Math.max(source.sizeBytes, position + count);
      source.provenSizeBytes = source.sizeBytes;
      return { status: 'read', frames: assembled.frames, isAtEnd };
    }
  }

  private async readGzip(source: TailSource, descriptor: number): Promise<ReadTurn> {
    // Another source, or another descriptor: the file was closed meanwhile, and reading it begins anew.
    if (this.gzip?.source !== source || this.gzip.descriptor !== descriptor) await this.letGo();
    this.gzip ??= new GzipReading(source, descriptor, this.options);
    this.files.pin(source);
    const turn = await this.gzip.read();
    if (turn.status !== 'read' || turn.isAtEnd) await this.letGo();
    return turn;
  }
}

/** Answers, once after each look that saw a change, whether the text still begins as it did. */
async function isHeadSame(source: TailSource, descriptor: number): Promise<boolean> {
  if (!source.isHeadDue) return true;
  const { head } = source.cursor;
  if (!hasFingerprint(await readRange(descriptor, 0, head.lengthBytes), head)) return false;
  source.isHeadDue = false;
  return true;
}

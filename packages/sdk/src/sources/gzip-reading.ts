import { type TextBytes } from './decompress.js';
import { type Frame } from './frame.js';
import { readGzipText } from './gzip-text.js';
import { LineAssembler } from './line-assembler.js';
import { type ReadTurn, type SourceReaderOptions } from './read-turn.js';
import { tailStart } from './tail-cursor.js';
import { type TailSource } from './tail-source.js';

/** The reading of one compressed file: from its start, passing over what has been handed out, to its end. */
export class GzipReading {
  private readonly assembler: LineAssembler;
  private readonly text: AsyncGenerator<TextBytes>;
  private passBytes: number;

  constructor(
    readonly source: TailSource,
    readonly descriptor: number,
    options: SourceReaderOptions,
  ) {
    this.assembler = new LineAssembler(options.lineBytesMax);
    this.assembler.begin(source.cursor);
    this.passBytes = tailStart(source.cursor);
    this.text = readGzipText(descriptor, options.chunkBytes);
  }

  /** Reads on until lines come, or to the end. The last line needs no newline: the file will not grow. */
  async read(): Promise<ReadTurn> {
    for (;;) {
      const next = await this.text.next();
      if (next.done === true) return this.end();
      if (next.value.kind === 'damaged') return { status: 'broken', frames: [], detail: next.value.detail };
      const bytes = this.pass(next.value.bytes);
      if (bytes.length === 0) continue;
      const assembled = this.assembler.push(bytes);
      if (assembled.status === 'changed') return { status: 'changed' };
      if (assembled.frames.length > 0) return this.toTurn(assembled.frames, false);
    }
  }

  /** Closes the decoder; the file stays open. */
  async close(): Promise<void> {
    await this.text.return(undefined);
  }

  private end(): ReadTurn {
    if (this.passBytes > 0) return { status: 'changed' };
    const assembled = this.assembler.end();
    return assembled.status === 'changed' ? assembled : this.toTurn(assembled.frames, true);
  }

  private toTurn(frames: readonly Frame[], isAtEnd: boolean): ReadTurn {
    this.source.cursor = this.assembler.cursor;
    return { status: 'read', frames, isAtEnd };
  }

  private pass(bytes: Uint8Array): Uint8Array {
    const passed = Math.min(this.passBytes, bytes.length);
    this.passBytes -= passed;
    return bytes.subarray(passed);
  }
}

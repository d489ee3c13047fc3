import { type Transform } from 'node:stream';

/** A decoder of `node:zlib`: a stream that also tells how many of the bytes it was given it has used. */
export type InflaterStream = Transform & { readonly bytesWritten: number };

/** What came out of one step of an {@link Inflater}. */
export interface InflateStep {
  readonly outputs: readonly Buffer[];
  /** Bytes of the piece that were used; fewer than it has when the compressed data ended inside it. */
  readonly consumedBytes: number;
  /** Set when the data are corrupt, or at the finish when they broke off. */
  readonly error?: Error;
}

/**
 * Up to this many compressed bytes are kept to be decoded once more should the data turn out to be corrupt. The
 * decoders of `node:zlib` lose their last buffer of output (16 KiB) when they meet an error; a small file would seem
 * empty. In longer ones those 16 KiB before the corrupt place are lost.
 */
const REPLAY_BYTES_MAX = 1024 * 1024;

/**
 * Decodes one compressed stream piece by piece, each piece when it is asked for. The output of a piece is held in
 * memory: a piece of 16 KiB inflates to 16 MiB at most (deflate packs 1,032 to 1).
 */
export class Inflater {
  private readonly stream: InflaterStream;
  private outputs: Buffer[] = [];
  private error: Error | undefined;
  private wake: (() => void) | undefined;
  private outputBytes = 0;
  private replayBytes = 0;
  private replayable: Buffer[] = [];

  constructor(private readonly create: () => InflaterStream) {
    this.stream = create();
    this.stream.on('data', (output: Buffer) => {
      this.outputs.push(output);
      this.outputBytes += output.length;
    });
    this.stream.on('error', (error) => {
      this.error = error;
      this.wake?.();
    });
  }

  /** Decodes one piece, which must stay unchanged until the promise is settled. Never rejects. */
  async feed(piece: Uint8Array): Promise<InflateStep> {
    this.keepForReplay(piece);
    const before = this.stream.bytesWritten;
    await this.settle((done) => this.stream.write(piece, done));
    const consumedBytes = this.stream.bytesWritten - before;
    return this.takeStep(consumedBytes);
  }

  /** Says that no more pieces come; the error tells whether the stream was cut off. */
  async finish(): Promise<InflateStep> {
    await this.settle((done) => this.stream.once('end', done).end());
    return this.takeStep(0);
  }

  /**
   * Yields what the stream lost when it met its error: decodes everything once more, the piece with the
   * corrupt place byte by byte. Yields nothing when too much had been read to be kept.
   */
  async *recover(): AsyncGenerator<Buffer> {
    const last = this.replayable.pop();
    if (last === undefined) return;
    const again = new Inflater(this.create);
    let knownBytes = this.outputBytes;
    try {
      for (const piece of [...this.replayable, ...singleBytes(last)]) {
        const { outputs, error } = await again.feed(piece);
        for (const output of outputs) {
          const fresh = output.subarray(Math.min(knownBytes, output.length));
          knownBytes -= output.length - fresh.length;
          if (fresh.length > 0) yield fresh;
        }
        if (error !== undefined) return;
      }
    } finally {
      again.close();
    }
  }

  /** Releases the decoder. */
  close(): void {
    this.stream.destroy();
    this.replayable = [];
  }

  private keepForReplay(piece: Uint8Array): void {
    this.replayBytes += piece.length;
    if (this.replayBytes <= REPLAY_BYTES_MAX) this.replayable.push(Buffer.from(piece));
    else this.replayable = [];
  }

  /** Waits until the stream calls back or fails: after an error `node:zlib` does not call back. */
  private settle(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      if (this.error === undefined) start(resolve);
      else resolve();
    });
  }

  private takeStep(consumedBytes: number): InflateStep {
    // Output that is still in the buffer of the stream comes out as data events of these reads.
    while (this.stream.read() !== null);
    const { outputs, error } = this;
    this.outputs = [];
    return error === undefined ? { outputs, consumedBytes } : { outputs, consumedBytes, error };
  }
}

function singleBytes(piece: Buffer): readonly Buffer[] {
  return Array.from({ length: piece.length }, (_, index) => piece.subarray(index, index + 1));
}

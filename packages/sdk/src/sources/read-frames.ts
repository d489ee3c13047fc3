import { decompress } from './decompress.js';
import { readFileOnce } from './file-once.js';
import { type Frame, type FramerOptions } from './frame.js';
import { type ResolvedInput } from './inputs.js';
import { RecordFramer } from './record-framer.js';
import { readStdin } from './stdin.js';

/** Options of {@link readFrames}. */
export interface ReadFramesOptions extends FramerOptions {
  /** Size of one read from a file; default 1 MiB. */
  readonly chunkBytes?: number;
  /** What to read instead of the stdin of the process. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Ends reading quietly; what was read and is not complete is not yielded. */
  readonly signal?: AbortSignal;
  /** Told after each read how many bytes it gave, as they are stored: compressed ones where the input is compressed. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Reads one input to its end and yields its frames, those of one chunk at a time. Pulled: the next chunk is read when
 * the next array is asked for. Memory stays bounded whatever the size of the input; see `RecordFramer`.
 *
 * @throws SpanbridgeError `INPUT_READ_FAILED` when reading fails in the middle
 */
export async function* readFrames(
  input: ResolvedInput,
  options: ReadFramesOptions = {},
): AsyncGenerator<readonly Frame[]> {
  const { signal } = options;
  const framer = new RecordFramer(options);
  const name = input.kind === 'file' ? input.path : '';
  for await (const item of decompress(readBytes(input, options), name)) {
    // After the signal a compressed stream seems to be cut; that is not its fault.
    if (signal?.aborted === true) return;
    if (item.kind === 'damaged') {
      const last = framer.end();
      yield [...last, { kind: 'damaged', line: framer.line, detail: item.detail }];
      return;
    }
    const frames = framer.push(item.bytes);
    if (frames.length > 0) yield frames;
  }
  if (signal?.aborted === true) return;
  const frames = framer.end();
  if (frames.length > 0) yield frames;
}

async function* readBytes(input: ResolvedInput, options: ReadFramesOptions): AsyncGenerator<Uint8Array> {
  const { chunkBytes, signal, stdin } = options;
  const source =
    input.kind === 'stdin'
      ? readStdin({ stdin, chunkBytes, signal })
      : readFileOnce(input.path, { chunkBytes, signal });
  for await (const chunk of source) {
    options.onBytes?.(chunk.length);
    yield chunk;
  }
}

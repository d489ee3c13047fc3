import { type Frame, type FramerOptions } from '../../src/sources/frame.js';
import { RecordFramer } from '../../src/sources/record-framer.js';

/** Frames an input that is handed over in chunks of these sizes, the last size again and again. */
export function frameInChunks(
  input: string | Uint8Array,
  sizes: readonly number[],
  options: FramerOptions = {},
): readonly Frame[] {
  const bytes = Buffer.from(input);
  const framer = new RecordFramer(options);
  const frames: Frame[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[Math.min(turn, sizes.length - 1)] ?? 1);
    frames.push(...framer.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...frames, ...framer.end()];
}

/** Frames an input that is handed over in one piece. */
export function frameWhole(input: string | Uint8Array, options: FramerOptions = {}): readonly Frame[] {
  return frameInChunks(input, [Number.MAX_SAFE_INTEGER], options);
}

/** The texts of the frames of an input; other frames by their kind. */
export function textsOf(frames: readonly Frame[]): readonly string[] {
  return frames.map((frame) => (frame.kind === 'text' ? frame.text : `<${frame.kind}>`));
}

/** Expects the same frames for every way to cut the input into two chunks, and for single bytes. */
export function expectSameForEveryCut(input: string | Uint8Array, options: FramerOptions = {}): readonly Frame[] {
  const whole = frameWhole(input, options);
  expect(frameInChunks(input, [1], options)).toEqual(whole);
  const length = Buffer.from(input).length;
  for (let cut = 1; cut < length; cut++) {
    const frames = frameInChunks(input, [cut, length], options);
    // One cheap comparison per cut: the matcher is slow and is only wanted for its message.
    if (JSON.stringify(frames) !== JSON.stringify(whole)) expect({ cut, frames }).toEqual({ cut, frames: whole });
  }
  return whole;
}

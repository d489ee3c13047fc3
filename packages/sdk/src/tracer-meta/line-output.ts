import { appendFileSync, closeSync, openSync } from 'node:fs';
import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';

/** A stream that takes text, as far as it is used: `process.stdout`, a file stream, or anything alike. */
export interface TextStream {
  /** False: the stream holds more than it wants to; it still takes the text. */
  write(text: string, done?: (error?: Error | null) => void): boolean;
  /** Characters or bytes that it holds. */
  readonly writableLength?: number;
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** Where lines go: a function, a stream, or a file that is appended to. One of them. */
export interface LineTarget {
  /** Called with each line, newline included. */
  readonly write?: ((line: string) => void) | undefined;
  readonly stream?: TextStream | undefined;
  /** Made if it is missing, readable by its owner alone. */
  readonly path?: string | undefined;
}

/** Takes whole lines; never throws. */
export interface LineOutput {
  /** Answers false when the line was dropped. */
  write(line: string): boolean;
  /** Resolves when what was written before is out of this process, or cannot be written. */
  flush(): Promise<void>;
  /** As `flush`; closes what was opened here. */
  close(): Promise<void>;
}

/** What a stream may hold that is slower than its writer; lines beyond are dropped. */
const HELD_BYTES_MAX = 16 * 1024 * 1024;

/** Only what the program reads itself belongs into these files: attributes may be confidential. */
const FILE_MODE = 0o600;

function fromFunction(write: (line: string) => void, onError: (error: unknown) => void): LineOutput {
  return {
    write: (line) => {
      try {
        write(line);
        return true;
      } catch (error) {
        onError(error);
        return false;
      }
    },
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function fromStream(stream: TextStream, onError: (error: unknown) => void): LineOutput {
  let isBroken = false;
  stream.on?.('error', (error) => {
    isBroken = true;
    onError(error);
  });
  const write = (line: string): boolean => {
    if (isBroken || (stream.writableLength ?? 0) > HELD_BYTES_MAX) return false;
    try {
      stream.write(line);
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  };
  const flush = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        resolve();
      };
      stream.on?.('error', done);
      if (isBroken) resolve();
      else stream.write('', done);
    });
  return { write, flush, close: flush };
}

/** Each line is in the file when `write` returns, so that it is there if the process dies. */
function fromPath(path: string, onError: (error: unknown) => void): LineOutput {
  const file = openSync(path, 'a', FILE_MODE);
  let isWhole = true;
  const append = (line: string): void => {
    const text = isWhole ? line : `\n${line}`;
    isWhole = false;
    appendFileSync(file, text);
    isWhole = true;
  };
  const close = (): Promise<void> => {
    closeSync(file);
    return Promise.resolve();
  };
  return { ...fromFunction(append, onError), close };
}

/**
 * Opens where lines go. Throws `INVALID_OPTION` unless exactly one target is named, and the system's error for
 * a file that cannot be opened.
 *
 * @param onError - told of everything that a target throws or reports
 */
export function openLineOutput(target: LineTarget, onError: (error: unknown) => void): LineOutput {
  const { write, stream, path } = target;
  const named = [write, stream, path].filter((value) => value !== undefined);
  if (named.length !== 1) {
    throw new SpanbridgeError(
      SDK_ERROR_CODES.INVALID_OPTION,
      'Name one of "write", "stream" and "path" as the target of the lines.',
    );
  }
  if (write !== undefined) return fromFunction(write, onError);
  return stream === undefined ? fromPath(path as string, onError) : fromStream(stream, onError);
}

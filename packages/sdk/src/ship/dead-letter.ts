import { closeSync, openSync, writeSync } from 'node:fs';
import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';

/** Readable by its owner alone: what lies in it is whole records, which may be private. */
const FILE_MODE = 0o600;

/** The file that keeps what could not be shipped, one JSON object per line. */
export interface DeadLetterFile {
  /** Appends one object. The first failure (a full disk) is told once; shipping goes on. */
  write(letter: object): void;
  close(): void;
}

/**
 * Opens the dead-letter file for appending, before anything is read. Throws `DEAD_LETTER_UNWRITABLE` when that fails.
 * Writes are synchronous: a letter is in the file before the record's line is counted.
 */
export function openDeadLetter(path: string, warn: (message: string) => void): DeadLetterFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'a', FILE_MODE);
  } catch (error) {
    throw new SpanbridgeError(
      SDK_ERROR_CODES.DEAD_LETTER_UNWRITABLE,
      `The dead-letter file "${path}" cannot be written: ${reasonOf(error)}. Name a file in a folder that you may use.`,
      { cause: error },
    );
  }
  let hasFailed = false;
  return {
    write(letter) {
      if (hasFailed) return;
      try {
        writeAll(descriptor, `${JSON.stringify(letter)}\n`);
      } catch (error) {
        hasFailed = true;
        warn(
          `The dead-letter file "${path}" could not be written: ${reasonOf(error)}. Later letters are only counted.`,
        );
      }
    },
    close() {
      closeSync(descriptor);
    },
  };
}

/** A single call may write less than it was given. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

function reasonOf(error: unknown): string {
  // Not by `instanceof`: errors of another realm are no instances of ours.
  return String(error).replace(/^Error: /, '');
}

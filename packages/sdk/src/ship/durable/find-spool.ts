import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SpanbridgeError } from '@spanbridge/core';
import { isSpoolFileName } from '@spanbridge/otlp';
import { SDK_ERROR_CODES } from '../../errors.js';
import { quotePath, systemErrorCode } from '../../sources/errors.js';
import { OUTBOX_NAME, STATE_NAME } from './state-directory.js';

/** Where a spool lies, and the checkpoint that says which of its records count. */
export interface SpoolPlace {
  readonly spool: string;
  /** Undefined where the run that wrote the spool kept no state beside it. */
  readonly state: string | undefined;
}

/**
 * Finds the spool that a directory stands for: the directory of `spool`, or that of `checkpoint` with the outbox in it.
 * Only looks at names. An empty directory is an empty spool.
 *
 * @throws SpanbridgeError `SPOOL_NOT_FOUND` when it is missing, not to be read, or something else
 */
export async function findSpool(directory: string): Promise<SpoolPlace> {
  const path = resolve(directory);
  const entries = await listEntries(directory, path);
  const hasFolder = (name: string): boolean => entries.some((entry) => entry.name === name && entry.isDirectory());
  if (hasFolder(OUTBOX_NAME)) return { spool: join(path, OUTBOX_NAME), state: path };
  const isSpool = entries.length === 0 || hasFolder(STATE_NAME) || entries.some(({ name }) => isSpoolFileName(name));
  if (isCheckpoint(entries)) throw notFound(directory, 'is a checkpoint whose spool lies elsewhere');
  if (!isSpool) throw notFound(directory, 'is no spool: none of its files is a segment');
  return { spool: path, state: hasFolder(STATE_NAME) ? join(path, STATE_NAME) : undefined };
}

async function listEntries(directory: string, path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const code = systemErrorCode(error) ?? 'unknown error';
    if (code === 'ENOENT') throw notFound(directory, 'does not exist');
    if (code === 'ENOTDIR') throw notFound(directory, 'is a file, not a directory');
    throw notFound(directory, `cannot be read (${code})`);
  }
}

function isCheckpoint(entries: readonly Dirent[]): boolean {
  return entries.some(({ name }) => name.startsWith('checkpoint.'));
}

function notFound(directory: string, what: string): SpanbridgeError {
  return new SpanbridgeError(
    SDK_ERROR_CODES.SPOOL_NOT_FOUND,
    `${quotePath(directory)} ${what}. Name the directory that was given as --spool, or as --checkpoint without one.`,
  );
}

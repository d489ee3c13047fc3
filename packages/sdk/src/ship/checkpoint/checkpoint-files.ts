import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemErrorCode } from '../../sources/errors.js';

/** An open file of a checkpoint. Every method rejects with the error of the system. */
export interface CheckpointFile {
  /** Writes all of the bytes at an offset. After a rejection any part of them may be there. */
  write(bytes: Uint8Array, offsetBytes: number): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  /** Resolves when all that was written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The calls to the file system that a checkpoint makes; tests hand in their own to let them fail. */
export interface CheckpointFiles {
  /** Makes the directory if it is missing, for its owner alone. */
  createDirectory(path: string): Promise<void>;
  list(directory: string): Promise<readonly string[]>;
  /** The content of a regular file, at most its first `bytesMax` bytes. Rejects with `ENOENT` if it is missing. */
  read(path: string, bytesMax?: number): Promise<Buffer>;
  /** `create`: the file must not exist yet; `existing`: it must. */
  open(path: string, mode: 'create' | 'existing'): Promise<CheckpointFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; one that is missing is no error. */
  remove(path: string): Promise<void>;
  /** Resolves when names made, changed and removed in the directory are on the disk. */
  syncDirectory(path: string): Promise<void>;
}

/** Values of a checkpoint are parts of records, which may be private: for the owner alone. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** `fs` reads at most 2 GiB; our own files stay below 1.3 GiB, so that anything larger is not ours. */
const FILE_BYTES_MAX = 1.5 * 1024 ** 3;

/** A link in place of our file may lead to a file of somebody else; a pipe would make opening wait for ever. */
const SAFE_FLAGS = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The file system of Node. */
export const NODE_FILES: CheckpointFiles = {
  createDirectory,
  list: (directory) => readdir(directory),
  async read(path, bytesMax = Infinity) {
    const handle = await open(path, constants.O_RDONLY | SAFE_FLAGS);
    try {
      return await readWhole(handle, bytesMax);
    } finally {
      await handle.close();
    }
  },
  async open(path, mode) {
    const flags = mode === 'create' ? constants.O_CREAT | constants.O_EXCL : 0;
    return openFile(await open(path, constants.O_WRONLY | SAFE_FLAGS | flags, FILE_MODE));
  },
  rename,
  async remove(path) {
    await rm(path, { force: true });
  },
  syncDirectory,
};

async function createDirectory(path: string): Promise<void> {
  const absolute = resolve(path);
  const first = await mkdir(absolute, { recursive: true, mode: DIRECTORY_MODE });
  // The names of new directories have to survive too, also of one that the owner of the lock has just made.
  const top = dirname(first ?? absolute);
  for (let parent = dirname(absolute); ; parent = dirname(parent)) {
    // Directories above may not be ours to open.
    await syncDirectory(parent).catch(() => undefined);
    if (parent === top) return;
  }
}

async function readWhole(handle: FileHandle, bytesMax: number): Promise<Buffer> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw Object.assign(new Error('EINVAL: not a regular file'), { code: 'EINVAL' });
  const sizeBytes = Math.min(stats.size, bytesMax);
  if (sizeBytes > FILE_BYTES_MAX) throw Object.assign(new Error('EFBIG: file too large'), { code: 'EFBIG' });
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let filled = 0;
  while (filled < sizeBytes) {
    const { bytesRead } = await handle.read(bytes, filled, sizeBytes - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function openFile(handle: FileHandle): CheckpointFile {
  return {
    async write(bytes, offsetBytes) {
      for (let written = 0; written < bytes.length;) {
        const call = await handle.write(bytes, written, bytes.length - written, offsetBytes + written);
        written += call.bytesWritten;
      }
    },
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/** Answers of file systems that cannot sync a directory; there is nothing that could be done better on them. */
const CANNOT_SYNC = new Set(['EINVAL', 'ENOTSUP', ...(process.platform === 'win32' ? ['EPERM', 'EISDIR'] : [])]);

async function syncDirectory(path: string): Promise<void> {
  try {
    const handle = await open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT_SYNC.has(systemErrorCode(error) ?? '')) throw error;
  }
}

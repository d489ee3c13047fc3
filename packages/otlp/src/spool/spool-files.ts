import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FILE_MODE, OPEN_FLAGS } from './open-flags.js';

/** One name in a directory; links are not followed. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'link' | 'other';
  readonly sizeBytes: number;
}

/**
 * The few calls of the file system that the spool makes, so that tests can let each of them fail, or lose what was not
 * synced. Handles are numbers. What reads and writes much, or waits for the medium, has a form that does not block.
 */
export interface SpoolFiles {
  list(directory: string): Promise<readonly DirectoryEntry[]>;
  /** `create` fails where the name is taken; `change` reads and writes. */
  openSync(path: string, use: keyof typeof OPEN_FLAGS): number;
  closeSync(handle: number): void;
  /** Shorter than asked for only at the end of the file. */
  read(handle: number, position: number, lengthBytes: number): Promise<Buffer>;
  /** How many bytes were written; may be fewer than given. */
  write(handle: number, bytes: Uint8Array, position: number): Promise<number>;
  writeSync(handle: number, bytes: Uint8Array, position: number): number;
  truncateSync(handle: number, sizeBytes: number): void;
  /** Puts data and size on the medium. */
  sync(handle: number): Promise<void>;
  syncSync(handle: number): void;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Puts names on the medium. */
  syncDirectory(directory: string): Promise<void>;
  syncDirectorySync(directory: string): void;
}

const writeAsync = promisify(fs.write) as (
  handle: number,
  bytes: Uint8Array,
  offset: number,
  lengthBytes: number,
  position: number,
) => Promise<{ readonly bytesWritten: number }>;
const readAsync = promisify(fs.read) as (
  handle: number,
  bytes: Uint8Array,
  offset: number,
  lengthBytes: number,
  position: number,
) => Promise<{ readonly bytesRead: number }>;
const fdatasyncAsync = promisify(fs.fdatasync);

/** The file system of the machine. */
export const NODE_FILES: SpoolFiles = {
  list: async (directory) => {
    const names = await fs.promises.readdir(directory);
    const entries = await Promise.all(names.map((name) => entryOf(directory, name)));
    return entries.filter((entry) => entry !== undefined);
  },
  openSync: (path, use) => fs.openSync(path, OPEN_FLAGS[use], FILE_MODE),
  closeSync: (handle) => {
    fs.closeSync(handle);
  },
  read: readFully,
  write: async (handle, bytes, position) =>
    (await writeAsync(handle, bytes, 0, bytes.byteLength, position)).bytesWritten,
  writeSync: (handle, bytes, position) => fs.writeSync(handle, bytes, 0, bytes.byteLength, position),
  truncateSync: (handle, sizeBytes) => {
    fs.ftruncateSync(handle, sizeBytes);
  },
  sync: (handle) => fdatasyncAsync(handle),
  syncSync: (handle) => {
    fs.fdatasyncSync(handle);
  },
  rename: (from, to) => fs.promises.rename(from, to),
  unlink: (path) => fs.promises.unlink(path),
  syncDirectory: async (directory) => {
    // Windows opens no directories; there the names are as safe as it makes them.
    if (process.platform === 'win32') return;
    const handle = await fs.promises.open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  syncDirectorySync: (directory) => {
    if (process.platform === 'win32') return;
    const handle = fs.openSync(directory, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  },
};

/** Writes all bytes, or throws. */
export async function writeFully(
  files: SpoolFiles,
  handle: number,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    done += checkProgress(await files.write(handle, bytes.subarray(done), position + done));
  }
}

/** Writes all bytes, or throws. */
export function writeFullySync(files: SpoolFiles, handle: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength;) {
    done += checkProgress(files.writeSync(handle, bytes.subarray(done), position + done));
  }
}

/** The code of a failed call, such as `ENOSPC`. */
export function errorCode(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : String(error);
}

function checkProgress(writtenBytes: number): number {
  // A file system that takes nothing and names no fault would otherwise be asked for ever.
  if (writtenBytes <= 0) throw Object.assign(new Error('Nothing was written.'), { code: 'EIO' });
  return writtenBytes;
}

async function readFully(handle: number, position: number, lengthBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(lengthBytes);
  let done = 0;
  while (done < lengthBytes) {
    const { bytesRead } = await readAsync(handle, bytes, done, lengthBytes - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/** Undefined when the name has gone between listing and looking. */
async function entryOf(directory: string, name: string): Promise<DirectoryEntry | undefined> {
  try {
    const stat = await fs.promises.lstat(join(directory, name));
    const kind = stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other';
    return { name, kind, sizeBytes: stat.size };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

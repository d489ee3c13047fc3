import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FILE_MODE, OPEN_FLAGS } from './open-flags.js';
const writeAsync = promisify(fs.write);
const readAsync = promisify(fs.read);
const fdatasyncAsync = promisify(fs.fdatasync);
/** The file system of the machine. */
export const NODE_FILES = {
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
    write: async (handle, bytes, position) => (await writeAsync(handle, bytes, 0, bytes.byteLength, position)).bytesWritten,
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
        if (process.platform === 'win32')
            return;
        const handle = await fs.promises.open(directory, 'r');
        try {
            await handle.sync();
        }
        finally {
            await handle.close();
        }
    },
    syncDirectorySync: (directory) => {
        if (process.platform === 'win32')
            return;
        const handle = fs.openSync(directory, 'r');
        try {
            fs.fsyncSync(handle);
        }
        finally {
            fs.closeSync(handle);
        }
    },
};
/** Writes all bytes, or throws. */
export async function writeFully(files, handle, bytes, position) {
    for (let done = 0; done < bytes.byteLength;) {
        done += checkProgress(await files.write(handle, bytes.subarray(done), position + done));
    }
}
/** Writes all bytes, or throws. */
export function writeFullySync(files, handle, bytes, position) {
    for (let done = 0; done < bytes.byteLength;) {
        done += checkProgress(files.writeSync(handle, bytes.subarray(done), position + done));
    }
}
/** The code of a failed call, such as `ENOSPC`. */
export function errorCode(error) {
    const { code } = error;
    return typeof code === 'string' ? code : String(error);
}
function checkProgress(writtenBytes) {
    // A file system that takes nothing and names no fault would otherwise be asked for ever.
    if (writtenBytes <= 0)
        throw Object.assign(new Error('Nothing was written.'), { code: 'EIO' });
    return writtenBytes;
}
async function readFully(handle, position, lengthBytes) {
    const bytes = Buffer.allocUnsafe(lengthBytes);
    let done = 0;
    while (done < lengthBytes) {
        const { bytesRead } = await readAsync(handle, bytes, done, lengthBytes - done, position + done);
        if (bytesRead === 0)
            break;
        done += bytesRead;
    }
    return bytes.subarray(0, done);
}
/** Undefined when the name has gone between listing and looking. */
async function entryOf(directory, name) {
    try {
        const stat = await fs.promises.lstat(join(directory, name));
        const kind = stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other';
        return { name, kind, sizeBytes: stat.size };
    }
    catch (error) {
        if (errorCode(error) === 'ENOENT')
            return undefined;
        throw error;
    }
}
//# sourceMappingURL=spool-files.js.map
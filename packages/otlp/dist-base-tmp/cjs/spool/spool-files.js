"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.NODE_FILES = void 0;
exports.writeFully = writeFully;
exports.writeFullySync = writeFullySync;
exports.errorCode = errorCode;
const fs = __importStar(require("node:fs"));
const node_path_1 = require("node:path");
const node_util_1 = require("node:util");
const open_flags_js_1 = require("./open-flags.js");
const writeAsync = (0, node_util_1.promisify)(fs.write);
const readAsync = (0, node_util_1.promisify)(fs.read);
const fdatasyncAsync = (0, node_util_1.promisify)(fs.fdatasync);
/** The file system of the machine. */
exports.NODE_FILES = {
    list: async (directory) => {
        const names = await fs.promises.readdir(directory);
        const entries = await Promise.all(names.map((name) => entryOf(directory, name)));
        return entries.filter((entry) => entry !== undefined);
    },
    openSync: (path, use) => fs.openSync(path, open_flags_js_1.OPEN_FLAGS[use], open_flags_js_1.FILE_MODE),
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
async function writeFully(files, handle, bytes, position) {
    for (let done = 0; done < bytes.byteLength;) {
        done += checkProgress(await files.write(handle, bytes.subarray(done), position + done));
    }
}
/** Writes all bytes, or throws. */
function writeFullySync(files, handle, bytes, position) {
    for (let done = 0; done < bytes.byteLength;) {
        done += checkProgress(files.writeSync(handle, bytes.subarray(done), position + done));
    }
}
/** The code of a failed call, such as `ENOSPC`. */
function errorCode(error) {
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
        const stat = await fs.promises.lstat((0, node_path_1.join)(directory, name));
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
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.acquireDirectoryLock = acquireDirectoryLock;
exports.directoryHolder = directoryHolder;
const node_crypto_1 = require("node:crypto");
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const diagnostics_1 = require("@spanbridge/core/diagnostics");
const errors_js_1 = require("../errors.js");
const open_flags_js_1 = require("./open-flags.js");
const process_identity_js_1 = require("./process-identity.js");
/** The file that names the holder. Its bytes say who: `{"pid":…,"started":…}`. */
const LOCK_NAME = 'lock';
/** Guards of guards; each level more needs one more process killed between two system calls of a takeover. */
const GUARD_DEPTH_MAX = 3;
/** Others take and release the lock meanwhile; who loses this often is told that the directory is in use. */
const ATTEMPTS_MAX = 20;
/**
 * Takes a directory for this process alone, and creates it (0700) where it is missing. A lock whose process has gone,
 * or whose number now belongs to another process, is taken over.
 *
 * Processes that cannot see one another, in containers or on other hosts, cannot be told from dead ones: each needs a
 * directory of its own.
 *
 * @throws SpanbridgeError `DIRECTORY_LOCKED`, with the process that holds it; `DIRECTORY_UNUSABLE` for a link, a
 * directory of another owner or one that everybody may write to, and for what the file system refuses
 */
function acquireDirectoryLock(directory) {
    return new Promise((resolve) => {
        resolve(lockNow(directory));
    });
}
function lockNow(directory) {
    try {
        prepareDirectory(directory);
        const path = (0, node_path_1.join)(directory, LOCK_NAME);
        const text = createLockFile(directory, path, GUARD_DEPTH_MAX);
        removeStrayCandidates(directory);
        return {
            release: () => new Promise((resolve) => {
                removeIfSame(path, text);
                resolve();
            }),
        };
    }
    catch (error) {
        if ((0, diagnostics_1.isSpanbridgeError)(error))
            throw error;
        throw (0, errors_js_1.directoryUnusable)(directory, `cannot be locked (${codeOf(error)})`, error);
    }
}
/** The living process that holds a directory, for those who only look at it; undefined when nobody does. */
function directoryHolder(directory) {
    const holder = holderOf(readText((0, node_path_1.join)(directory, LOCK_NAME)) ?? '');
    return holder !== undefined && (0, process_identity_js_1.isAlive)(holder) ? holder : undefined;
}
function prepareDirectory(directory) {
    (0, node_fs_1.mkdirSync)(directory, { recursive: true, mode: 0o700 });
    const stat = (0, node_fs_1.lstatSync)(directory);
    if (stat.isSymbolicLink())
        throw (0, errors_js_1.directoryUnusable)(directory, 'is a symbolic link');
    if (!stat.isDirectory())
        throw (0, errors_js_1.directoryUnusable)(directory, 'is no directory');
    const userId = process.geteuid?.();
    if (userId !== undefined && stat.uid !== userId) {
        throw (0, errors_js_1.directoryUnusable)(directory, `belongs to the user ${stat.uid}, and this process runs as ${userId}`);
    }
    // Who may write here may also put a file of his own in the place of one of ours.
    if (userId !== undefined && (stat.mode & 0o002) !== 0) {
        throw (0, errors_js_1.directoryUnusable)(directory, 'may be written to by everybody');
    }
}
/** Makes the file at `path` ours and returns its text. */
function createLockFile(directory, path, depthLeft) {
    // The random part tells apart two locks of one process.
    const text = `${JSON.stringify({ ...(0, process_identity_js_1.ownIdentity)(), nonce: (0, node_crypto_1.randomBytes)(6).toString('hex') })}\n`;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        if (linkNew(path, text))
            return text;
        const found = readText(path);
        if (found === undefined)
            continue;
        const holder = holderOf(found);
        if (holder !== undefined && (0, process_identity_js_1.isAlive)(holder))
            throw (0, errors_js_1.directoryLocked)(directory, holder.pid, path);
        if (depthLeft === 0)
            throw (0, errors_js_1.directoryLocked)(directory, holder?.pid, path);
        removeStale({ directory, path, found, depthLeft });
    }
    throw (0, errors_js_1.directoryLocked)(directory, holderOf(readText(path) ?? '')?.pid, path);
}
/**
 * Removes the lock of a dead process. Two that find it at the same time must not remove each other's new lock: only the
 * holder of the guard may remove, and only what is still the text that was judged to be stale.
 */
function removeStale(lock) {
    const guard = `${lock.path}.takeover`;
    const guardText = createLockFile(lock.directory, guard, lock.depthLeft - 1);
    try {
        removeIfSame(lock.path, lock.found);
    }
    finally {
        removeIfSame(guard, guardText);
    }
}
/** Creates the file with its whole text at once: a process that dies in between leaves no lock without a holder. */
function linkNew(path, text) {
    const candidate = `${path}.${process.pid}.${(0, node_crypto_1.randomBytes)(6).toString('hex')}`;
    writeNew(candidate, text);
    try {
        (0, node_fs_1.linkSync)(candidate, path);
        return true;
    }
    catch (error) {
        if (codeOf(error) === 'EEXIST')
            return false;
        // A file system without hard links: here a kill between creating and writing leaves an empty lock, taken as stale.
        return writeNewIfMissing(path, text);
    }
    finally {
        (0, node_fs_1.unlinkSync)(candidate);
    }
}
function writeNewIfMissing(path, text) {
    try {
        writeNew(path, text);
        return true;
    }
    catch (error) {
        if (codeOf(error) === 'EEXIST')
            return false;
        throw error;
    }
}
function writeNew(path, text) {
    const handle = (0, node_fs_1.openSync)(path, open_flags_js_1.OPEN_FLAGS.create, open_flags_js_1.FILE_MODE);
    try {
        (0, node_fs_1.writeSync)(handle, text);
    }
    finally {
        (0, node_fs_1.closeSync)(handle);
    }
}
/** What processes left that were killed between two calls of {@link linkNew}. */
function removeStrayCandidates(directory) {
    for (const name of (0, node_fs_1.readdirSync)(directory)) {
        const pid = /^lock(?:\.takeover)*\.(\d{1,10})\.[0-9a-f]{12}$/.exec(name)?.[1];
        if (pid !== undefined && !(0, process_identity_js_1.isAlive)({ pid: Number(pid), started: '' }))
            removeIfThere((0, node_path_1.join)(directory, name));
    }
}
function removeIfSame(path, text) {
    if (readText(path) === text)
        removeIfThere(path);
}
function removeIfThere(path) {
    try {
        (0, node_fs_1.unlinkSync)(path);
    }
    catch (error) {
        if (codeOf(error) !== 'ENOENT')
            throw error;
    }
}
/** Undefined when there is no such file. A link is an error: it is not ours, and what it points to is nobody's lock. */
function readText(path) {
    let handle;
    try {
        handle = (0, node_fs_1.openSync)(path, open_flags_js_1.OPEN_FLAGS.read);
    }
    catch (error) {
        if (codeOf(error) === 'ENOENT')
            return undefined;
        throw error;
    }
    try {
        return (0, node_fs_1.readFileSync)(handle, 'utf8');
    }
    finally {
        (0, node_fs_1.closeSync)(handle);
    }
}
/** Undefined for bytes that name nobody, such as the zeros that a loss of power leaves. */
function holderOf(text) {
    try {
        const { pid, started } = JSON.parse(text);
        if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0)
            return undefined;
        return { pid, started: typeof started === 'string' ? started : '' };
    }
    catch {
        return undefined;
    }
}
function codeOf(error) {
    return error.code ?? 'unknown error';
}
//# sourceMappingURL=directory-lock.js.map
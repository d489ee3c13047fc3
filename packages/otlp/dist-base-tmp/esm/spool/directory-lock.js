import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync, } from 'node:fs';
import { join } from 'node:path';
import { isSpanbridgeError } from '@spanbridge/core/diagnostics';
import { directoryLocked, directoryUnusable } from '../errors.js';
import { FILE_MODE, OPEN_FLAGS } from './open-flags.js';
import { isAlive, ownIdentity } from './process-identity.js';
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
export function acquireDirectoryLock(directory) {
    return new Promise((resolve) => {
        resolve(lockNow(directory));
    });
}
function lockNow(directory) {
    try {
        prepareDirectory(directory);
        const path = join(directory, LOCK_NAME);
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
        if (isSpanbridgeError(error))
            throw error;
        throw directoryUnusable(directory, `cannot be locked (${codeOf(error)})`, error);
    }
}
/** The living process that holds a directory, for those who only look at it; undefined when nobody does. */
export function directoryHolder(directory) {
    const holder = holderOf(readText(join(directory, LOCK_NAME)) ?? '');
    return holder !== undefined && isAlive(holder) ? holder : undefined;
}
function prepareDirectory(directory) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const stat = lstatSync(directory);
    if (stat.isSymbolicLink())
        throw directoryUnusable(directory, 'is a symbolic link');
    if (!stat.isDirectory())
        throw directoryUnusable(directory, 'is no directory');
    const userId = process.geteuid?.();
    if (userId !== undefined && stat.uid !== userId) {
        throw directoryUnusable(directory, `belongs to the user ${stat.uid}, and this process runs as ${userId}`);
    }
    // Who may write here may also put a file of his own in the place of one of ours.
    if (userId !== undefined && (stat.mode & 0o002) !== 0) {
        throw directoryUnusable(directory, 'may be written to by everybody');
    }
}
/** Makes the file at `path` ours and returns its text. */
function createLockFile(directory, path, depthLeft) {
    // The random part tells apart two locks of one process.
    const text = `${JSON.stringify({ ...ownIdentity(), nonce: randomBytes(6).toString('hex') })}\n`;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        if (linkNew(path, text))
            return text;
        const found = readText(path);
        if (found === undefined)
            continue;
        const holder = holderOf(found);
        if (holder !== undefined && isAlive(holder))
            throw directoryLocked(directory, holder.pid, path);
        if (depthLeft === 0)
            throw directoryLocked(directory, holder?.pid, path);
        removeStale({ directory, path, found, depthLeft });
    }
    throw directoryLocked(directory, holderOf(readText(path) ?? '')?.pid, path);
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
    const candidate = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
    writeNew(candidate, text);
    try {
        linkSync(candidate, path);
        return true;
    }
    catch (error) {
        if (codeOf(error) === 'EEXIST')
            return false;
        // A file system without hard links: here a kill between creating and writing leaves an empty lock, taken as stale.
        return writeNewIfMissing(path, text);
    }
    finally {
        unlinkSync(candidate);
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
    const handle = openSync(path, OPEN_FLAGS.create, FILE_MODE);
    try {
        writeSync(handle, text);
    }
    finally {
        closeSync(handle);
    }
}
/** What processes left that were killed between two calls of {@link linkNew}. */
function removeStrayCandidates(directory) {
    for (const name of readdirSync(directory)) {
        const pid = /^lock(?:\.takeover)*\.(\d{1,10})\.[0-9a-f]{12}$/.exec(name)?.[1];
        if (pid !== undefined && !isAlive({ pid: Number(pid), started: '' }))
            removeIfThere(join(directory, name));
    }
}
function removeIfSame(path, text) {
    if (readText(path) === text)
        removeIfThere(path);
}
function removeIfThere(path) {
    try {
        unlinkSync(path);
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
        handle = openSync(path, OPEN_FLAGS.read);
    }
    catch (error) {
        if (codeOf(error) === 'ENOENT')
            return undefined;
        throw error;
    }
    try {
        return readFileSync(handle, 'utf8');
    }
    finally {
        closeSync(handle);
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
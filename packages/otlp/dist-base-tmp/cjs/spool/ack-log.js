"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.AckLog = exports.ACKS_NEXT_NAME = exports.ACKS_NAME = void 0;
const node_path_1 = require("node:path");
const ack_state_js_1 = require("./ack-state.js");
const spool_files_js_1 = require("./spool-files.js");
/** The files of FORMAT.md; both are read, one is written. */
exports.ACKS_NAME = 'acks';
/** A snapshot on its way. */
exports.ACKS_NEXT_NAME = 'acks.next';
/** A snapshot is due when the file has this size, or twice that of the last snapshot: writing stays in proportion. */
const LOG_BYTES_MIN = 1024 * 1024;
/** Frames that the disk refuses wait up to this; then the next write is a snapshot, which holds them all. */
const WAITING_BYTES_MAX = 64 * 1024;
/**
 * The file of acknowledgements. Calls of the async methods must not overlap. What a process writes goes to a file that
 * it began itself, with a snapshot: bytes of an earlier process may never have reached the medium.
 */
class AckLog {
    options;
    handle;
    position;
    snapshotBytes = 0;
    waiting = [];
    waitingBytes = 0;
    /** Only a new file will do: the one that is there is not to be trusted, or lacks what did not wait. */
    needsSnapshot = false;
    isSynced;
    damagedName;
    constructor(options) {
        this.options = options;
        this.position = options.sizeBytes;
        this.isSynced = options.sizeBytes === 0;
        this.damagedName = options.keepDamagedAs;
    }
    /** Bytes on disk. */
    get sizeBytes() {
        return this.position;
    }
    /** Takes up what the state already has, to be written next. */
    note(name, ranges) {
        for (const frame of (0, ack_state_js_1.encodeFrames)(name, ranges)) {
            this.waiting.push(frame);
            this.waitingBytes += frame.byteLength;
        }
        if (this.waitingBytes <= WAITING_BYTES_MAX)
            return;
        this.takeWaiting();
        this.needsSnapshot = true;
    }
    /** Writes what was noted, so that it survives the process. */
    async write() {
        if (this.waitingBytes === 0 && !this.needsSnapshot)
            return { status: 'done' };
        const isLong = this.position > Math.max(LOG_BYTES_MIN, 2 * this.snapshotBytes);
        const { handle } = this;
        if (handle === undefined || this.needsSnapshot || isLong)
            return this.attempt(() => this.writeSnapshot());
        return this.attempt(() => this.writeFrames(handle));
    }
    /** Writes what was noted and puts it on the medium. */
    async makeDurable() {
        if (this.handle === undefined && !this.isSynced)
            this.needsSnapshot = true;
        const written = await this.write();
        const { handle } = this;
        if (written.status === 'failed' || this.isSynced || handle === undefined)
            return written;
        return this.attempt(() => this.syncFrames(handle));
    }
    close() {
        if (this.handle !== undefined)
            this.options.files.closeSync(this.handle);
        this.handle = undefined;
    }
    async writeFrames(handle) {
        const frames = this.takeWaiting();
        const bytes = Buffer.concat(frames);
        this.isSynced = false;
        try {
            await (0, spool_files_js_1.writeFully)(this.options.files, handle, bytes, this.position);
        }
        catch (error) {
            // The next write begins with the same frames at the same place, and so covers what this one has left.
            this.waiting.unshift(...frames);
            this.waitingBytes += bytes.byteLength;
            throw error;
        }
        this.position += bytes.byteLength;
    }
    async syncFrames(handle) {
        try {
            await this.options.files.sync(handle);
            this.isSynced = true;
        }
        catch (error) {
            // The system may have dropped the bytes and say "synced" the next time.
            this.needsSnapshot = true;
            throw error;
        }
    }
    async writeSnapshot() {
        const { files, directory, state } = this.options;
        const nextPath = (0, node_path_1.join)(directory, exports.ACKS_NEXT_NAME);
        // The state holds what was waiting. What is noted from here on waits again, whether the snapshot has it or not.
        this.takeWaiting();
        this.needsSnapshot = true;
        const bytes = state.encode();
        await unlinkIfThere(files, nextPath);
        const handle = files.openSync(nextPath, 'create');
        try {
            await (0, spool_files_js_1.writeFully)(files, handle, bytes, 0);
            await files.sync(handle);
            await this.keepDamaged();
            await files.rename(nextPath, (0, node_path_1.join)(directory, exports.ACKS_NAME));
            await files.syncDirectory(directory);
        }
        catch (error) {
            files.closeSync(handle);
            await unlinkIfThere(files, nextPath).catch(() => undefined);
            throw error;
        }
        this.close();
        this.handle = handle;
        this.position = bytes.byteLength;
        this.snapshotBytes = bytes.byteLength;
        this.isSynced = true;
        this.needsSnapshot = false;
    }
    takeWaiting() {
        const frames = this.waiting;
        this.waiting = [];
        this.waitingBytes = 0;
        return frames;
    }
    async keepDamaged() {
        if (this.damagedName === undefined)
            return;
        const { files, directory } = this.options;
        await files.rename((0, node_path_1.join)(directory, exports.ACKS_NAME), (0, node_path_1.join)(directory, this.damagedName));
        this.damagedName = undefined;
    }
    async attempt(action) {
        try {
            await action();
            return { status: 'done' };
        }
        catch (error) {
            const code = (0, spool_files_js_1.errorCode)(error);
            const path = (0, node_path_1.join)(this.options.directory, exports.ACKS_NAME);
            this.options.warn('acks', `Acknowledgements cannot be written to "${path}" (${code}) and are kept in memory.`);
            return { status: 'failed', code };
        }
    }
}
exports.AckLog = AckLog;
async function unlinkIfThere(files, path) {
    try {
        await files.unlink(path);
    }
    catch (error) {
        if ((0, spool_files_js_1.errorCode)(error) !== 'ENOENT')
            throw error;
    }
}
//# sourceMappingURL=ack-log.js.map
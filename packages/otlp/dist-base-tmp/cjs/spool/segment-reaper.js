"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SegmentReaper = void 0;
const node_path_1 = require("node:path");
const directory_names_js_1 = require("./directory-names.js");
const spool_files_js_1 = require("./spool-files.js");
/** The disk has no room for acknowledgements; a segment that nobody needs has. */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT']);
/** Deletes segments that nobody needs any more, and puts damaged ones aside. Calls must not overlap. */
class SegmentReaper {
    options;
    constructor(options) {
        this.options = options;
    }
    /** Frees what can be freed now; what the file system refuses is tried again the next time. Never rejects. */
    async reap(scope) {
        const { state, writer, acks } = this.options;
        for (const segment of state.segments)
            if (this.isWorthSealing(segment, scope))
                writer.seal(segment);
        const done = state.segments.filter(isDone);
        if (done.length === 0)
            return;
        const durable = await acks.makeDurable();
        if (durable.status === 'failed' && !FULL_CODES.has(durable.code))
            return;
        for (const segment of done)
            await this.free(segment);
        state.acks.fillBelow(Math.min(state.records.from(0)?.sequence ?? Infinity, writer.settledBelow));
    }
    /** A small segment is left to be filled: to make and delete one for each batch would cost more than its bytes. */
    isWorthSealing(segment, scope) {
        if (segment.isSealed || segment.liveRecords > 0 || segment.callsUnderWay > 0)
            return false;
        return scope === 'all' || segment.sizeBytes > this.options.segmentBytesMax / 2;
    }
    async free(segment) {
        const { files, directory, state, recent, writer, quarantined, warn } = this.options;
        const path = (0, node_path_1.join)(directory, segment.name);
        writer.close(segment);
        try {
            if (segment.isDamaged) {
                const name = (0, directory_names_js_1.quarantineName)(segment.name, new Set(quarantined.keys()));
                await files.rename(path, (0, node_path_1.join)(directory, name));
                quarantined.set(name, segment.sizeBytes);
                warn('corrupt', `"${path}" was damaged and is kept as "${name}". Remove it once you have looked at it.`);
            }
            else {
                await files.unlink(path);
            }
        }
        catch (error) {
            if ((0, spool_files_js_1.errorCode)(error) !== 'ENOENT') {
                warn('unlink', `"${path}" cannot be removed (${(0, spool_files_js_1.errorCode)(error)}); this is tried again.`);
                return;
            }
        }
        recent.forget(segment);
        state.remove(segment);
    }
}
exports.SegmentReaper = SegmentReaper;
function isDone({ isSealed, liveRecords, callsUnderWay }) {
    return isSealed && liveRecords === 0 && callsUnderWay === 0;
}
//# sourceMappingURL=segment-reaper.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SegmentWriter = void 0;
const node_path_1 = require("node:path");
const node_zlib_1 = require("node:zlib");
const record_frame_js_1 = require("./record-frame.js");
const segment_js_1 = require("./segment.js");
const segment_file_js_1 = require("./segment-file.js");
const spool_files_js_1 = require("./spool-files.js");
/** Names are looked for so often when others are in the way; then the directory is not ours any more. */
const NAME_ATTEMPTS_MAX = 100;
/**
 * Makes segments and appends records to them. Calls of the async method must not overlap; the synchronous one may come
 * at any time, and uses a segment of its own while another call is under way.
 */
class SegmentWriter {
    options;
    /** Whether a name was made that may not yet be on the medium; so are those that an earlier process left. */
    hasNewNames = true;
    active;
    sequence;
    /** The first sequence of the append that is under way. */
    underWayFrom;
    constructor(options) {
        this.options = options;
        this.sequence = options.lastSequence;
    }
    /** The highest sequence given so far. */
    get lastSequence() {
        return this.sequence;
    }
    /** No record below it will still come. */
    get settledBelow() {
        return this.underWayFrom ?? this.sequence + 1;
    }
    /** Sequences up to this one are not given any more. */
    passOver(sequence) {
        this.sequence = Math.max(this.sequence, sequence);
    }
    /** Writes all entries, or throws and leaves nothing that will be read. */
    async append(entries) {
        const firstSequence = this.sequence + 1;
        const parts = this.plan(entries);
        this.underWayFrom = firstSequence;
        for (const { segment } of parts)
            segment.callsUnderWay += 1;
        try {
            for (const { segment, bytes, position } of parts) {
                await (0, spool_files_js_1.writeFully)(this.options.files, openHandle(segment), bytes, position);
            }
        }
        catch (error) {
            this.takeBack(parts);
            throw error;
        }
        finally {
            for (const { segment } of parts)
                segment.callsUnderWay -= 1;
            this.underWayFrom = undefined;
        }
        return this.finish(parts);
    }
    /** The same, and on the medium when it returns. */
    appendSync(entries) {
        const { files, directory } = this.options;
        const parts = this.plan(entries);
        try {
            for (const { segment, bytes, position } of parts) {
                (0, spool_files_js_1.writeFullySync)(files, openHandle(segment), bytes, position);
                this.syncNow(segment);
            }
            if (this.hasNewNames)
                files.syncDirectorySync(directory);
            this.hasNewNames = false;
        }
        catch (error) {
            this.takeBack(parts);
            throw error;
        }
        for (const { segment } of parts)
            this.noteSynced(segment);
        return this.finish(parts);
    }
    /** Ends a segment: nothing more is appended to it. */
    seal(segment) {
        segment.isSealed = true;
        if (this.active === segment)
            this.active = undefined;
        this.closeIfDone(segment);
    }
    /** Closes what is open of a segment that is deleted, or of all of them. */
    close(segment) {
        if (segment.handle !== undefined)
            this.options.files.closeSync(segment.handle);
        segment.handle = undefined;
    }
    /** All bytes of the segment are on the medium. */
    noteSynced(segment) {
        segment.isSynced = true;
        this.closeIfDone(segment);
    }
    /** After a failed sync the system may have dropped the bytes, and would say "synced" the next time. */
    distrust(segment) {
        segment.isSuspect = true;
        this.seal(segment);
    }
    closeIfDone(segment) {
        if (segment.isSealed && segment.isSynced && segment.callsUnderWay === 0)
            this.close(segment);
    }
    plan(entries) {
        const before = this.sequence;
        const parts = [];
        try {
            for (let begin = 0; begin < entries.length;) {
                const segment = this.segmentFor(entries[begin], parts.at(-1)?.segment);
                const end = this.endOfPart(entries, begin, segment.sizeBytes);
                parts.push(this.planPart(segment, entries.slice(begin, end)));
                begin = end;
            }
            return parts;
        }
        catch (error) {
            this.takeBack(parts);
            this.sequence = before;
            throw error;
        }
    }
    /** The segment that the next record goes to; `full` was filled by the records before it. */
    segmentFor(entry, full) {
        const { active } = this;
        const lengthBytes = (0, record_frame_js_1.recordBytes)(entry?.body.byteLength ?? 0);
        if (active !== undefined && active !== full && this.hasRoom(active, lengthBytes))
            return active;
        if (active !== undefined)
            this.seal(active);
        this.active = this.create({ firstSequence: this.sequence + 1, rewrites: 0 });
        return this.active;
    }
    hasRoom(segment, lengthBytes) {
        const { segmentBytesMax, segmentAgeMsMax = Infinity, nowUnixMs } = this.options;
        if (segment.isSealed || segment.callsUnderWay > 0)
            return false;
        if (nowUnixMs() - segment.oldestUnixMs > segmentAgeMsMax)
            return false;
        return segment.sizeBytes + lengthBytes <= segmentBytesMax;
    }
    endOfPart(entries, begin, sizeBytes) {
        let end = begin;
        let bytes = sizeBytes;
        for (; end < entries.length; end += 1) {
            bytes += (0, record_frame_js_1.recordBytes)(entries[end]?.body.byteLength ?? 0);
            if (bytes > this.options.segmentBytesMax && end > begin)
                break;
        }
        return end;
    }
    planPart(segment, entries) {
        const position = segment.sizeBytes;
        // Before the segment may be sealed by what follows: it must stay open until these bytes are on the medium.
        segment.isSynced = false;
        const bytes = Buffer.allocUnsafe(entries.reduce((sum, { body }) => sum + (0, record_frame_js_1.recordBytes)(body.byteLength), 0));
        const appendedUnixMs = Math.max(0, Math.floor(this.options.nowUnixMs()));
        let offset = 0;
        const records = entries.map(({ signal, priority, spanCount, body }) => {
            this.sequence += 1;
            const head = {
                ...{ sequence: this.sequence, signal, priority, spanCount, appendedUnixMs },
                ...{ bodyBytes: body.byteLength, bodyCrc: (0, node_zlib_1.crc32)(body) },
            };
            const record = { ...head, offset: position + offset };
            offset = (0, record_frame_js_1.writeRecord)(bytes, offset, head, body);
            return record;
        });
        return { segment, position, bytes, records };
    }
    finish(parts) {
        const { state, recent } = this.options;
        for (const { segment, position, bytes, records } of parts) {
            segment.sizeBytes = position + bytes.byteLength;
            recent.add(segment, position, bytes);
            for (const record of records)
                state.add({ ...record, segment });
        }
        const firstSequence = parts[0]?.records[0]?.sequence ?? this.sequence + 1;
        return { firstSequence, lastSequence: parts.at(-1)?.records.at(-1)?.sequence ?? this.sequence };
    }
    /** Cuts off what a failed append may have left. */
    takeBack(parts) {
        for (const { segment, position, bytes, records } of parts) {
            try {
                this.options.files.truncateSync(openHandle(segment), position);
                segment.sizeBytes = position;
            }
            catch {
                // Whole records may stand there, which the caller was told are not.
                segment.sizeBytes = position + bytes.byteLength;
                this.options.voidSequences(records[0]?.sequence ?? 0, records.at(-1)?.sequence ?? -1);
                this.seal(segment);
            }
        }
    }
    /** A new segment, with its header written; the name may have more rewrites than asked for. */
    create(id) {
        const { files, directory, state } = this.options;
        for (let attempt = 0; attempt < NAME_ATTEMPTS_MAX; attempt += 1) {
            const named = { ...id, rewrites: id.rewrites + attempt };
            const segment = (0, segment_js_1.createSegment)(named, (0, segment_file_js_1.segmentName)(named));
            try {
                segment.handle = files.openSync((0, node_path_1.join)(directory, segment.name), 'create');
            }
            catch (error) {
                if ((0, spool_files_js_1.errorCode)(error) === 'EEXIST')
                    continue;
                throw error;
            }
            this.hasNewNames = true;
            state.segments.push(segment);
            this.writeHeader(segment, segment.handle);
            return segment;
        }
        throw new Error(`All names like "${(0, segment_file_js_1.segmentName)(id)}" are taken.`);
    }
    writeHeader(segment, handle) {
        segment.sizeBytes = segment_file_js_1.SEGMENT_HEADER_BYTES;
        try {
            (0, spool_files_js_1.writeFullySync)(this.options.files, handle, (0, segment_file_js_1.encodeSegmentHeader)(segment), 0);
        }
        catch (error) {
            // Without a record it is deleted like any segment that nobody needs.
            this.seal(segment);
            throw error;
        }
    }
    syncNow(segment) {
        try {
            this.options.files.syncSync(openHandle(segment));
        }
        catch (error) {
            this.distrust(segment);
            throw error;
        }
    }
}
exports.SegmentWriter = SegmentWriter;
function openHandle({ handle, name }) {
    if (handle === undefined)
        throw new Error(`The segment "${name}" is not open. This is a bug.`);
    return handle;
}
//# sourceMappingURL=segment-writer.js.map
import { join } from 'node:path';
import { recordBytes, writeRecord } from './record-frame.js';
import { SEGMENT_HEADER_BYTES } from './segment-file.js';
import { errorCode, writeFully } from './spool-files.js';
/**
 * Puts segments on the medium. What a failed sync leaves in doubt is written to a new segment: the system may have
 * dropped the bytes, and it reports a failed write-back only once. Calls must not overlap with one another or with an
 * append.
 */
export class SegmentSync {
    options;
    constructor(options) {
        this.options = options;
    }
    /** Puts everything that was appended on the medium, or throws. */
    async sync() {
        const { state } = this.options;
        for (const segment of [...state.segments]) {
            if (!segment.isSynced && !segment.isSuspect && segment.liveRecords > 0)
                await this.syncSegment(segment);
        }
        await this.syncNames();
        for (const segment of state.segments.filter(({ isSuspect, liveRecords }) => isSuspect && liveRecords > 0)) {
            await this.writeAnew(segment);
        }
    }
    async syncSegment(segment) {
        const { files, directory, writer, warn } = this.options;
        const path = join(directory, segment.name);
        try {
            const handle = (segment.handle ??= files.openSync(path, 'change'));
            await underWay(segment, files.sync(handle));
        }
        catch (error) {
            warn('sync', `"${path}" cannot be synced (${errorCode(error)}). What is needed of it is written to a new segment.`);
            writer.distrust(segment);
            return;
        }
        writer.noteSynced(segment);
    }
    async syncNames() {
        const { files, directory, writer } = this.options;
        if (!writer.hasNewNames)
            return;
        writer.hasNewNames = false;
        try {
            await files.syncDirectory(directory);
        }
        catch (error) {
            writer.hasNewNames = true;
            throw error;
        }
    }
    async writeAnew(old) {
        const { files, directory, state, writer } = this.options;
        const live = await this.readLive(old);
        const [first] = live;
        if (first === undefined)
            return;
        const copy = writer.create({ firstSequence: first.record.sequence, rewrites: old.rewrites + 1 });
        try {
            const { bytes, offsets } = encodeCopies(live, old.newestUnixMs);
            const handle = copy.handle ?? files.openSync(join(directory, copy.name), 'change');
            copy.sizeBytes += bytes.byteLength;
            await underWay(copy, writeFully(files, handle, bytes, SEGMENT_HEADER_BYTES));
            await underWay(copy, files.sync(handle));
            await files.syncDirectory(directory);
            copy.newestUnixMs = old.newestUnixMs;
            copy.oldestUnixMs = old.oldestUnixMs;
            live.forEach(({ record }, index) => {
                state.move(record, copy, offsets[index] ?? 0);
            });
            writer.noteSynced(copy);
        }
        finally {
            writer.seal(copy);
        }
    }
    async readLive(segment) {
        const { reader, state, dropCorrupt } = this.options;
        const records = state.liveRecordsOf(segment);
        const results = await reader.read(records);
        return records.flatMap((record, index) => {
            const result = results[index];
            if (result?.status === 'read')
                return [{ record, body: result.body }];
            if (result?.status === 'unavailable')
                throw Object.assign(new Error(result.code), { code: result.code });
            dropCorrupt(record);
            return [];
        });
    }
}
function encodeCopies(live, appendedUnixMs) {
    const bytes = Buffer.allocUnsafe(live.reduce((sum, { body }) => sum + recordBytes(body.byteLength), 0));
    const offsets = [];
    let offset = 0;
    for (const { record, body } of live) {
        offsets.push(SEGMENT_HEADER_BYTES + offset);
        offset = writeRecord(bytes, offset, { ...record, appendedUnixMs }, body);
    }
    return { bytes, offsets };
}
/** Keeps the handle open while a call is under way on it. */
async function underWay(segment, call) {
    segment.callsUnderWay += 1;
    try {
        await call;
    }
    finally {
        segment.callsUnderWay -= 1;
    }
}
//# sourceMappingURL=segment-sync.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.OpenSpool = void 0;
const ack_state_js_1 = require("./ack-state.js");
const body_reader_js_1 = require("./body-reader.js");
const recent_bytes_js_1 = require("./recent-bytes.js");
const record_frame_js_1 = require("./record-frame.js");
const retention_js_1 = require("./retention.js");
const room_waiters_js_1 = require("./room-waiters.js");
const segment_file_js_1 = require("./segment-file.js");
const segment_reaper_js_1 = require("./segment-reaper.js");
const segment_sync_js_1 = require("./segment-sync.js");
const segment_writer_js_1 = require("./segment-writer.js");
const serial_queue_js_1 = require("./serial-queue.js");
const spool_destination_js_1 = require("./spool-destination.js");
const spool_files_js_1 = require("./spool-files.js");
/** Bodies kept in memory: four seconds of 4 MiB each for a destination that keeps up. */
const RECENT_BYTES_MAX = 16 * 1024 * 1024;
/** Segments end so often within `ageMsMax`: a record is dropped at most this part of it too late. */
const SEGMENTS_PER_AGE = 8;
const CLOSED = { status: 'failed', detail: 'The spool is closed.' };
/**
 * The spool while it is open. What changes segments runs in one queue, what writes acknowledgements and frees segments
 * in another, so that a destination does not wait for a slow sync.
 */
class OpenSpool {
    parts;
    state;
    acks;
    writer;
    segmentSync;
    reaper;
    views;
    room = new room_waiters_js_1.RoomWaiters(() => this.freeBytes);
    writes = new serial_queue_js_1.SerialQueue();
    settlements = new serial_queue_js_1.SerialQueue();
    closing;
    constructor(parts) {
        this.parts = parts;
        const { files, options, recovered, acks, warn } = parts;
        const { directory, segmentBytesMax, nowUnixMs, ageMsMax } = options;
        const { state, quarantined, lastSequence } = recovered;
        this.state = state;
        this.acks = acks;
        const recent = new recent_bytes_js_1.RecentBytes(RECENT_BYTES_MAX);
        const reader = new body_reader_js_1.BodyReader(files, directory, recent);
        const shared = { files, directory, state, recent, segmentBytesMax, warn };
        const dropCorrupt = (record) => {
            this.dropCorrupt(record);
        };
        this.writer = new segment_writer_js_1.SegmentWriter({
            ...{ ...shared, nowUnixMs, lastSequence },
            segmentAgeMsMax: ageMsMax === undefined ? undefined : ageMsMax / SEGMENTS_PER_AGE,
            voidSequences: (first, last) => {
                this.forgetSequences(first, last);
            },
        });
        this.segmentSync = new segment_sync_js_1.SegmentSync({ ...shared, writer: this.writer, reader, dropCorrupt });
        this.reaper = new segment_reaper_js_1.SegmentReaper({ ...shared, writer: this.writer, acks, quarantined });
        this.views = new Map(options.destinations.map((name) => [name, this.createView(name, reader, dropCorrupt)]));
    }
    get lastSequence() {
        return this.writer.lastSequence;
    }
    get sizeBytes() {
        let sum = this.acks.sizeBytes;
        for (const { sizeBytes } of this.state.segments)
            sum += sizeBytes;
        for (const sizeBytes of this.parts.recovered.quarantined.values())
            sum += sizeBytes;
        return sum;
    }
    /** Takes up what opening has found: counted losses are noted, what nobody needs goes. */
    async begin() {
        const { recovered, options } = this.parts;
        this.acks.note(ack_state_js_1.EVERYBODY, recovered.dropped);
        this.introduceDestinations();
        if (recovered.quarantined.size > 0) {
            const count = `${recovered.quarantined.size} damaged files`;
            options.warn(`Spool: "${options.directory}" keeps ${count}, which count as its size. Look at them and remove them.`);
        }
        this.expire();
        await this.settle();
    }
    /** A destination that never answers is on the disk all the same: whoever opens the spool must know who waits. */
    introduceDestinations() {
        const { recovered, options } = this.parts;
        const known = new Set(recovered.state.acks.names());
        for (const name of options.destinations) {
            if (known.has(name))
                continue;
            recovered.state.acks.know(name);
            this.acks.note(name, []);
        }
    }
    append(entries) {
        if (this.closing !== undefined)
            return Promise.resolve(CLOSED);
        return this.writes.run(async () => {
            this.expire();
            let refusal = this.refusalOf(entries);
            if (refusal?.status === 'full') {
                await this.settle('all');
                refusal = this.refusalOf(entries);
            }
            if (refusal !== undefined)
                return refusal;
            try {
                return this.appended(await this.writer.append(entries));
            }
            catch (error) {
                return { status: 'failed', detail: (0, spool_files_js_1.errorCode)(error) };
            }
        });
    }
    appendSync(entries) {
        if (this.closing !== undefined)
            return CLOSED;
        const refusal = this.refusalOf(entries);
        if (refusal !== undefined)
            return refusal;
        try {
            return this.appended(this.writer.appendSync(entries));
        }
        catch (error) {
            return { status: 'failed', detail: (0, spool_files_js_1.errorCode)(error) };
        }
    }
    sync() {
        if (this.closing !== undefined)
            return Promise.resolve(CLOSED);
        return this.writes.run(async () => {
            const result = await this.syncNow();
            await this.settle();
            return result;
        });
    }
    forgetAfter(sequence) {
        if (this.closing !== undefined)
            return Promise.resolve();
        return this.writes.run(async () => {
            this.state.forget(this.state.records.list().filter((record) => record.sequence > sequence));
            this.forgetSequences(sequence + 1, this.lastSequence);
            this.writer.passOver(sequence);
            await this.settlements.run(() => this.acks.makeDurable());
            await this.settle();
        });
    }
    retain(policy) {
        if (this.closing !== undefined)
            return Promise.resolve({ droppedSpans: 0 });
        return this.writes.run(async () => {
            const droppedSpans = this.retire(policy);
            await this.settle();
            return { droppedSpans };
        });
    }
    destination(name) {
        const view = this.views.get(name);
        if (view !== undefined)
            return view;
        throw new RangeError(`The spool was opened without a destination "${name}". Name it among its destinations.`);
    }
    waitForRoom(signal) {
        return this.closing === undefined ? this.room.wait(signal) : Promise.resolve();
    }
    close() {
        return (this.closing ??= this.closeOnce());
    }
    async closeOnce() {
        const { lock, options, warn } = this.parts;
        this.room.wakeAll();
        await this.writes.idle();
        await this.syncNow();
        await this.settle('all');
        await this.settlements.run(() => this.acks.makeDurable());
        for (const segment of this.state.segments)
            this.writer.close(segment);
        this.acks.close();
        await lock.release().catch((error) => {
            warn('lock', `The lock of "${options.directory}" cannot be removed (${(0, spool_files_js_1.errorCode)(error)}).`);
        });
    }
    get freeBytes() {
        return this.parts.options.sizeBytesMax - this.sizeBytes;
    }
    appended(sequences) {
        // A synchronous append may have overtaken this one, and its records may have been handed out.
        for (const view of this.views.values())
            view.rewindTo(sequences.firstSequence);
        return { status: 'appended', ...sequences };
    }
    /** Why nothing can be appended; undefined when it can. */
    refusalOf(entries) {
        const { sizeBytesMax } = this.parts.options;
        if (entries.some(({ body }) => body.byteLength > record_frame_js_1.BODY_BYTES_MAX)) {
            return { status: 'failed', detail: `A body has more than ${record_frame_js_1.BODY_BYTES_MAX} bytes.` };
        }
        const bytes = entries.reduce((sum, { body }) => sum + (0, record_frame_js_1.recordBytes)(body.byteLength), segment_file_js_1.SEGMENT_HEADER_BYTES);
        if (bytes > sizeBytesMax)
            return { status: 'failed', detail: `${bytes} bytes never fit into ${sizeBytesMax}.` };
        if (bytes <= this.freeBytes)
            return undefined;
        this.room.want(bytes);
        return { status: 'full' };
    }
    async syncNow() {
        try {
            await this.segmentSync.sync();
            return { status: 'synced' };
        }
        catch (error) {
            return { status: 'failed', detail: (0, spool_files_js_1.errorCode)(error) };
        }
    }
    /** Writes what was noted and frees what is done. */
    settle(scope = 'sealed-or-large') {
        return this.settlements.run(async () => {
            await this.acks.write();
            await this.reaper.reap(this.room.isWanted ? 'all' : scope);
            this.room.wake();
        });
    }
    expire() {
        const { ageMsMax } = this.parts.options;
        if (ageMsMax !== undefined)
            this.retire({ kind: 'age', ageMsMax });
    }
    /** Drops what a policy does not keep; returns how many spans were still needed. */
    retire(policy) {
        const { onDrop, nowUnixMs } = this.parts.options;
        let droppedSpans = 0;
        const idle = this.state.segments.filter(({ callsUnderWay, liveRecords }) => callsUnderWay === 0 && liveRecords > 0);
        for (const { candidate, reason } of (0, retention_js_1.chooseRetired)(idle, policy, nowUnixMs())) {
            const { ranges, spanCount } = this.state.forget(this.state.liveRecordsOf(candidate));
            this.acks.note(ack_state_js_1.EVERYBODY, ranges);
            this.writer.seal(candidate);
            droppedSpans += spanCount;
            if (spanCount > 0)
                onDrop({ reason: reason === 'age' ? 'spool-age' : 'spool-size', spanCount, identified: true });
        }
        return droppedSpans;
    }
    dropCorrupt(record) {
        record.segment.isDamaged = true;
        const { ranges, spanCount } = this.state.forget([record]);
        this.acks.note(ack_state_js_1.EVERYBODY, ranges);
        if (ranges.length === 0)
            return;
        this.parts.options.onDrop({ reason: 'spool-corrupt', spanCount, identified: true });
    }
    forgetSequences(first, last) {
        if (last < first)
            return;
        this.state.acks.add(ack_state_js_1.EVERYBODY, { first, last });
        this.acks.note(ack_state_js_1.EVERYBODY, [{ first, last }]);
    }
    createView(name, reader, dropCorrupt) {
        const { acks, warn } = this.parts;
        return new spool_destination_js_1.DestinationView({
            ...{ name, state: this.state, acks, reader, dropCorrupt, warn },
            isClosed: () => this.closing !== undefined,
            expire: () => {
                this.expire();
            },
            settle: () => this.settle(),
        });
    }
}
exports.OpenSpool = OpenSpool;
//# sourceMappingURL=open-spool.js.map
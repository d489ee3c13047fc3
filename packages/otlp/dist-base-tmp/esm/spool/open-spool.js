import { EVERYBODY } from './ack-state.js';
import { BodyReader } from './body-reader.js';
import { RecentBytes } from './recent-bytes.js';
import { BODY_BYTES_MAX, recordBytes } from './record-frame.js';
import { chooseRetired } from './retention.js';
import { RoomWaiters } from './room-waiters.js';
import { SEGMENT_HEADER_BYTES } from './segment-file.js';
import { SegmentReaper } from './segment-reaper.js';
import { SegmentSync } from './segment-sync.js';
import { SegmentWriter } from './segment-writer.js';
import { SerialQueue } from './serial-queue.js';
import { DestinationView } from './spool-destination.js';
import { errorCode } from './spool-files.js';
/** Bodies kept in memory: four seconds of 4 MiB each for a destination that keeps up. */
const RECENT_BYTES_MAX = 16 * 1024 * 1024;
/** Segments end so often within `ageMsMax`: a record is dropped at most this part of it too late. */
const SEGMENTS_PER_AGE = 8;
const CLOSED = { status: 'failed', detail: 'The spool is closed.' };
/**
 * The spool while it is open. What changes segments runs in one queue, what writes acknowledgements and frees segments
 * in another, so that a destination does not wait for a slow sync.
 */
export class OpenSpool {
    parts;
    state;
    acks;
    writer;
    segmentSync;
    reaper;
    views;
    room = new RoomWaiters(() => this.freeBytes);
    writes = new SerialQueue();
    settlements = new SerialQueue();
    closing;
    constructor(parts) {
        this.parts = parts;
        const { files, options, recovered, acks, warn } = parts;
        const { directory, segmentBytesMax, nowUnixMs, ageMsMax } = options;
        const { state, quarantined, lastSequence } = recovered;
        this.state = state;
        this.acks = acks;
        const recent = new RecentBytes(RECENT_BYTES_MAX);
        const reader = new BodyReader(files, directory, recent);
        const shared = { files, directory, state, recent, segmentBytesMax, warn };
        const dropCorrupt = (record) => {
            this.dropCorrupt(record);
        };
        this.writer = new SegmentWriter({
            ...{ ...shared, nowUnixMs, lastSequence },
            segmentAgeMsMax: ageMsMax === undefined ? undefined : ageMsMax / SEGMENTS_PER_AGE,
            voidSequences: (first, last) => {
                this.forgetSequences(first, last);
            },
        });
        this.segmentSync = new SegmentSync({ ...shared, writer: this.writer, reader, dropCorrupt });
        this.reaper = new SegmentReaper({ ...shared, writer: this.writer, acks, quarantined });
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
        this.acks.note(EVERYBODY, recovered.dropped);
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
                return { status: 'failed', detail: errorCode(error) };
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
            return { status: 'failed', detail: errorCode(error) };
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
            warn('lock', `The lock of "${options.directory}" cannot be removed (${errorCode(error)}).`);
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
        if (entries.some(({ body }) => body.byteLength > BODY_BYTES_MAX)) {
            return { status: 'failed', detail: `A body has more than ${BODY_BYTES_MAX} bytes.` };
        }
        const bytes = entries.reduce((sum, { body }) => sum + recordBytes(body.byteLength), SEGMENT_HEADER_BYTES);
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
            return { status: 'failed', detail: errorCode(error) };
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
        for (const { candidate, reason } of chooseRetired(idle, policy, nowUnixMs())) {
            const { ranges, spanCount } = this.state.forget(this.state.liveRecordsOf(candidate));
            this.acks.note(EVERYBODY, ranges);
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
        this.acks.note(EVERYBODY, ranges);
        if (ranges.length === 0)
            return;
        this.parts.options.onDrop({ reason: 'spool-corrupt', spanCount, identified: true });
    }
    forgetSequences(first, last) {
        if (last < first)
            return;
        this.state.acks.add(EVERYBODY, { first, last });
        this.acks.note(EVERYBODY, [{ first, last }]);
    }
    createView(name, reader, dropCorrupt) {
        const { acks, warn } = this.parts;
        return new DestinationView({
            ...{ name, state: this.state, acks, reader, dropCorrupt, warn },
            isClosed: () => this.closing !== undefined,
            expire: () => {
                this.expire();
            },
            settle: () => this.settle(),
        });
    }
}
//# sourceMappingURL=open-spool.js.map
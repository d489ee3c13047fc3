import { join } from 'node:path';
import { spoolUnusable, spoolVersion } from '../errors.js';
import { ACKS_NAME, ACKS_NEXT_NAME } from './ack-log.js';
import { AckState, EVERYBODY, readAcks } from './ack-state.js';
import { classifyName, quarantineName } from './directory-names.js';
import { toRanges } from './interval-set.js';
import { QueueState } from './queue-state.js';
import { readWhole, SEGMENT_FILE_BYTES_MAX } from './read-whole.js';
import { createSegment } from './segment.js';
import { FORMAT_VERSION, readSegmentHeader, scanSegment, } from './segment-file.js';
import { errorCode } from './spool-files.js';
/**
 * Reads the whole directory by the rules of FORMAT.md, cuts torn ends and counts what is damaged. Takes one pass over
 * all bytes and the memory of one segment.
 *
 * @throws SpanbridgeError `SPOOL_VERSION` for files of a later version, before anything is changed; `SPOOL_UNUSABLE`
 * when the directory or a file cannot be opened
 */
export async function recoverSpool(options) {
    const entries = await options.files.list(options.directory).catch((error) => {
        throw spoolUnusable(options.directory, `cannot be listed (${errorCode(error)})`, error);
    });
    return new Recovery(options, entries).run();
}
class Recovery {
    options;
    entries;
    acks = new AckState();
    state;
    quarantined = new Map();
    dropped = [];
    lastSequence = 0;
    acksBytes = 0;
    isAcksDamaged = false;
    constructor(options, entries) {
        this.options = options;
        this.entries = entries;
        this.state = new QueueState(options.destinations, this.acks);
    }
    async run() {
        await this.readAcksFiles();
        const scanned = [];
        for (const entry of this.entries) {
            const found = await this.readEntry(entry);
            if (found !== undefined)
                scanned.push(found);
        }
        // From here on nothing throws: every version is known to be ours.
        for (const found of scanned)
            this.cutTornEnd(found);
        this.takeIn(scanned);
        this.lastSequence = Math.max(this.lastSequence, this.acks.max);
        return {
            state: this.state,
            lastSequence: this.lastSequence,
            dropped: toRanges(this.dropped),
            acksBytes: this.acksBytes,
            keepAcksAs: this.isAcksDamaged ? quarantineName(ACKS_NAME, new Set(this.quarantined.keys())) : undefined,
            quarantined: this.quarantined,
        };
    }
    /** A snapshot that was not yet renamed may be all there is, and never says anything wrong. */
    async readAcksFiles() {
        for (const name of [ACKS_NEXT_NAME, ACKS_NAME]) {
            const entry = this.entries.find((candidate) => candidate.name === name && candidate.kind === 'file');
            if (entry === undefined)
                continue;
            const path = join(this.options.directory, name);
            const bytes = await this.read(path, entry.sizeBytes);
            const result = readAcks(bytes, this.acks);
            if (result.status === 'newer')
                throw spoolVersion(path, result.version, FORMAT_VERSION);
            if (name !== ACKS_NAME)
                continue;
            this.acksBytes = bytes.byteLength;
            this.isAcksDamaged = result.isDamaged;
        }
    }
    async readEntry(entry) {
        const name = classifyName(entry);
        const path = join(this.options.directory, entry.name);
        if ('id' in name)
            this.lastSequence = Math.max(this.lastSequence, name.id?.firstSequence ?? 0);
        if (name.kind === 'quarantined')
            this.quarantined.set(entry.name, entry.sizeBytes);
        if (name.kind === 'refused')
            this.options.warn(`"${path}" is no plain file and is not opened.`);
        if (name.kind !== 'segment')
            return undefined;
        if (entry.sizeBytes <= SEGMENT_FILE_BYTES_MAX)
            return this.readSegment(name.id, entry, path);
        this.options.warn(`"${path}" has ${entry.sizeBytes} bytes, more than any segment, and is left alone.`);
        return undefined;
    }
    async readSegment(id, entry, path) {
        const bytes = await this.read(path, entry.sizeBytes);
        const header = readSegmentHeader(bytes);
        if (header.status === 'newer')
            throw spoolVersion(path, header.version, FORMAT_VERSION);
        const scan = scanSegment(bytes, id);
        const segment = createSegment(id, entry.name);
        segment.isSealed = true;
        segment.isDamaged = scan.isDamaged;
        segment.sizeBytes = bytes.byteLength;
        return { segment, scan, fileBytes: bytes.byteLength };
    }
    async read(path, sizeBytes) {
        try {
            return await readWhole(this.options.files, path, sizeBytes);
        }
        catch (error) {
            throw spoolUnusable(this.options.directory, `has a file that cannot be opened: "${path}" (${errorCode(error)})`, error);
        }
    }
    cutTornEnd({ segment, scan, fileBytes }) {
        if (scan.wholeBytes === fileBytes)
            return;
        const { files, directory, warn } = this.options;
        const path = join(directory, segment.name);
        try {
            const handle = files.openSync(path, 'change');
            try {
                files.truncateSync(handle, scan.wholeBytes);
            }
            finally {
                files.closeSync(handle);
            }
            segment.sizeBytes = scan.wholeBytes;
        }
        catch (error) {
            // It does no harm where it is: nothing is appended behind it, and the next start sees the same.
            warn(`The torn end of "${path}" cannot be cut off (${errorCode(error)}).`);
        }
    }
    takeIn(scanned) {
        // The copy that was written last counts; with copies about, what is lost in one may be whole in another.
        const hasCopies = scanned.some(({ segment }) => segment.rewrites > 0);
        const byCopy = hasCopies ? [...scanned].sort((a, b) => b.segment.rewrites - a.segment.rewrites) : scanned;
        const whole = new Set();
        for (const { segment, scan } of byCopy) {
            this.state.segments.push(segment);
            for (const record of scan.records) {
                this.lastSequence = Math.max(this.lastSequence, record.head.sequence);
                if (!record.isBodyGood || whole.has(record.head.sequence))
                    continue;
                if (hasCopies)
                    whole.add(record.head.sequence);
                this.state.add({ ...record.head, segment, offset: record.offset });
            }
        }
        this.state.segments.sort((a, b) => a.firstSequence - b.firstSequence || a.rewrites - b.rewrites);
        for (const { scan } of scanned) {
            for (const record of scan.records)
                this.countDamaged(record, whole);
            for (const hole of scan.holes)
                this.countHole(hole, whole);
        }
    }
    countDamaged({ head, isBodyGood }, whole) {
        if (isBodyGood || whole.has(head.sequence) || this.isSettled(head.sequence))
            return;
        this.drop([head.sequence], { spanCount: head.spanCount, identified: true });
    }
    countHole({ firstSequence, recordCount }, whole) {
        const sequences = Array.from({ length: recordCount }, (_, index) => firstSequence + index);
        const lost = sequences.filter((sequence) => !whole.has(sequence) && !this.isSettled(sequence));
        if (lost.length > 0)
            this.drop(lost, { spanCount: lost.length, identified: false });
    }
    isSettled(sequence) {
        const { destinations } = this.options;
        return this.acks.has(EVERYBODY, sequence) || destinations.every((name) => this.acks.has(name, sequence));
    }
    drop(sequences, loss) {
        this.options.onDrop({ reason: 'spool-corrupt', ...loss });
        for (const sequence of sequences)
            this.acks.add(EVERYBODY, { first: sequence, last: sequence });
        this.dropped.push(...sequences);
        this.lastSequence = Math.max(this.lastSequence, ...sequences);
    }
}
//# sourceMappingURL=spool-recovery.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.recoverSpool = recoverSpool;
const node_path_1 = require("node:path");
const errors_js_1 = require("../errors.js");
const ack_log_js_1 = require("./ack-log.js");
const ack_state_js_1 = require("./ack-state.js");
const directory_names_js_1 = require("./directory-names.js");
const interval_set_js_1 = require("./interval-set.js");
const queue_state_js_1 = require("./queue-state.js");
const read_whole_js_1 = require("./read-whole.js");
const segment_js_1 = require("./segment.js");
const segment_file_js_1 = require("./segment-file.js");
const spool_files_js_1 = require("./spool-files.js");
/**
 * Reads the whole directory by the rules of FORMAT.md, cuts torn ends and counts what is damaged. Takes one pass over
 * all bytes and the memory of one segment.
 *
 * @throws SpanbridgeError `SPOOL_VERSION` for files of a later version, before anything is changed; `SPOOL_UNUSABLE`
 * when the directory or a file cannot be opened
 */
async function recoverSpool(options) {
    const entries = await options.files.list(options.directory).catch((error) => {
        throw (0, errors_js_1.spoolUnusable)(options.directory, `cannot be listed (${(0, spool_files_js_1.errorCode)(error)})`, error);
    });
    return new Recovery(options, entries).run();
}
class Recovery {
    options;
    entries;
    acks = new ack_state_js_1.AckState();
    state;
    quarantined = new Map();
    dropped = [];
    lastSequence = 0;
    acksBytes = 0;
    isAcksDamaged = false;
    constructor(options, entries) {
        this.options = options;
        this.entries = entries;
        this.state = new queue_state_js_1.QueueState(options.destinations, this.acks);
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
            dropped: (0, interval_set_js_1.toRanges)(this.dropped),
            acksBytes: this.acksBytes,
            keepAcksAs: this.isAcksDamaged ? (0, directory_names_js_1.quarantineName)(ack_log_js_1.ACKS_NAME, new Set(this.quarantined.keys())) : undefined,
            quarantined: this.quarantined,
        };
    }
    /** A snapshot that was not yet renamed may be all there is, and never says anything wrong. */
    async readAcksFiles() {
        for (const name of [ack_log_js_1.ACKS_NEXT_NAME, ack_log_js_1.ACKS_NAME]) {
            const entry = this.entries.find((candidate) => candidate.name === name && candidate.kind === 'file');
            if (entry === undefined)
                continue;
            const path = (0, node_path_1.join)(this.options.directory, name);
            const bytes = await this.read(path, entry.sizeBytes);
            const result = (0, ack_state_js_1.readAcks)(bytes, this.acks);
            if (result.status === 'newer')
                throw (0, errors_js_1.spoolVersion)(path, result.version, segment_file_js_1.FORMAT_VERSION);
            if (name !== ack_log_js_1.ACKS_NAME)
                continue;
            this.acksBytes = bytes.byteLength;
            this.isAcksDamaged = result.isDamaged;
        }
    }
    async readEntry(entry) {
        const name = (0, directory_names_js_1.classifyName)(entry);
        const path = (0, node_path_1.join)(this.options.directory, entry.name);
        if ('id' in name)
            this.lastSequence = Math.max(this.lastSequence, name.id?.firstSequence ?? 0);
        if (name.kind === 'quarantined')
            this.quarantined.set(entry.name, entry.sizeBytes);
        if (name.kind === 'refused')
            this.options.warn(`"${path}" is no plain file and is not opened.`);
        if (name.kind !== 'segment')
            return undefined;
        if (entry.sizeBytes <= read_whole_js_1.SEGMENT_FILE_BYTES_MAX)
            return this.readSegment(name.id, entry, path);
        this.options.warn(`"${path}" has ${entry.sizeBytes} bytes, more than any segment, and is left alone.`);
        return undefined;
    }
    async readSegment(id, entry, path) {
        const bytes = await this.read(path, entry.sizeBytes);
        const header = (0, segment_file_js_1.readSegmentHeader)(bytes);
        if (header.status === 'newer')
            throw (0, errors_js_1.spoolVersion)(path, header.version, segment_file_js_1.FORMAT_VERSION);
        const scan = (0, segment_file_js_1.scanSegment)(bytes, id);
        const segment = (0, segment_js_1.createSegment)(id, entry.name);
        segment.isSealed = true;
        segment.isDamaged = scan.isDamaged;
        segment.sizeBytes = bytes.byteLength;
        return { segment, scan, fileBytes: bytes.byteLength };
    }
    async read(path, sizeBytes) {
        try {
            return await (0, read_whole_js_1.readWhole)(this.options.files, path, sizeBytes);
        }
        catch (error) {
            throw (0, errors_js_1.spoolUnusable)(this.options.directory, `has a file that cannot be opened: "${path}" (${(0, spool_files_js_1.errorCode)(error)})`, error);
        }
    }
    cutTornEnd({ segment, scan, fileBytes }) {
        if (scan.wholeBytes === fileBytes)
            return;
        const { files, directory, warn } = this.options;
        const path = (0, node_path_1.join)(directory, segment.name);
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
            warn(`The torn end of "${path}" cannot be cut off (${(0, spool_files_js_1.errorCode)(error)}).`);
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
        return this.acks.has(ack_state_js_1.EVERYBODY, sequence) || destinations.every((name) => this.acks.has(name, sequence));
    }
    drop(sequences, loss) {
        this.options.onDrop({ reason: 'spool-corrupt', ...loss });
        for (const sequence of sequences)
            this.acks.add(ack_state_js_1.EVERYBODY, { first: sequence, last: sequence });
        this.dropped.push(...sequences);
        this.lastSequence = Math.max(this.lastSequence, ...sequences);
    }
}
//# sourceMappingURL=spool-recovery.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.inspectSpool = inspectSpool;
exports.readSpoolRecords = readSpoolRecords;
const node_path_1 = require("node:path");
const ack_log_js_1 = require("./ack-log.js");
const ack_state_js_1 = require("./ack-state.js");
const directory_lock_js_1 = require("./directory-lock.js");
const directory_names_js_1 = require("./directory-names.js");
const read_whole_js_1 = require("./read-whole.js");
const record_frame_js_1 = require("./record-frame.js");
const segment_file_js_1 = require("./segment-file.js");
const spool_files_js_1 = require("./spool-files.js");
/**
 * Looks at a spool directory without changing anything, also while another process has it open. Nothing that the files
 * hold makes it throw; a directory that cannot be listed does, with the error of the file system.
 */
async function inspectSpool(directory, files = spool_files_js_1.NODE_FILES) {
    const entries = await files.list(directory);
    const faults = [];
    const acks = await readAcknowledgements(files, directory, entries, faults);
    const pending = new PendingCounts(acks);
    const segments = [];
    const seen = new Set();
    for (const opened of segmentsOf(entries)) {
        const inspected = await inspectSegment(files, directory, opened, (record) => {
            if (opened.isQuarantined || seen.has(record.head.sequence))
                return;
            seen.add(record.head.sequence);
            pending.add(record);
        });
        if (inspected !== undefined)
            segments.push(inspected);
    }
    return {
        ...{ directory, holderPid: (0, directory_lock_js_1.directoryHolder)(directory)?.pid, segments, faults },
        sizeBytes: entries.reduce((sum, entry) => sum + (isOurs(entry) ? entry.sizeBytes : 0), 0),
        destinations: pending.list(),
        keptSpanCount: pending.keptSpanCount,
        otherNames: entries.filter((entry) => !isOurs(entry)).map(({ name }) => name),
    };
}
/**
 * All records of a spool directory that can be read, in order, without changing anything; acknowledged ones that are
 * still there among them, those of quarantined segments not. Holds one segment in memory at a time.
 */
async function* readSpoolRecords(directory, files = spool_files_js_1.NODE_FILES) {
    const entries = await files.list(directory);
    const acks = await readAcknowledgements(files, directory, entries, []);
    const names = acks.names();
    const seen = new Set();
    for (const { id, entry, isQuarantined } of segmentsOf(entries)) {
        const bytes = isQuarantined ? undefined : await readQuietly(files, (0, node_path_1.join)(directory, entry.name), entry.sizeBytes);
        if (!Buffer.isBuffer(bytes) || (0, segment_file_js_1.readSegmentHeader)(bytes).status === 'newer')
            continue;
        for (const { head, offset, isBodyGood } of (0, segment_file_js_1.scanSegment)(bytes, id).records) {
            const { sequence, signal, priority, spanCount, appendedUnixMs, bodyBytes } = head;
            if (!isBodyGood || seen.has(sequence))
                continue;
            seen.add(sequence);
            yield {
                ...{ sequence, signal, priority, spanCount, appendedUnixMs, segmentName: entry.name },
                body: bytes.subarray(offset + record_frame_js_1.BLOCK_BYTES, offset + record_frame_js_1.BLOCK_BYTES + bodyBytes),
                acknowledgedBy: names.filter((name) => acks.has(name, sequence)),
                isForgotten: acks.has(ack_state_js_1.EVERYBODY, sequence),
            };
        }
    }
}
function isOurs(entry) {
    const { kind } = (0, directory_names_js_1.classifyName)(entry);
    return kind !== 'unknown' && kind !== 'refused';
}
/** In the order of their records; of copies the one that was written last comes first. */
function segmentsOf(entries) {
    const opened = entries.flatMap((entry) => {
        const name = (0, directory_names_js_1.classifyName)(entry);
        if (name.kind === 'segment')
            return [{ id: name.id, entry, isQuarantined: false }];
        if (name.kind === 'quarantined' && name.id !== undefined)
            return [{ id: name.id, entry, isQuarantined: true }];
        return [];
    });
    return opened.sort((a, b) => a.id.firstSequence - b.id.firstSequence || b.id.rewrites - a.id.rewrites);
}
async function readAcknowledgements(files, directory, entries, faults) {
    const acks = new ack_state_js_1.AckState();
    for (const name of [ack_log_js_1.ACKS_NEXT_NAME, ack_log_js_1.ACKS_NAME]) {
        const entry = entries.find((candidate) => candidate.name === name && candidate.kind === 'file');
        if (entry === undefined)
            continue;
        const bytes = await readQuietly(files, (0, node_path_1.join)(directory, name), entry.sizeBytes);
        if (!Buffer.isBuffer(bytes)) {
            if (bytes !== 'ENOENT')
                faults.push(`"${name}" cannot be opened (${bytes}).`);
            continue;
        }
        const result = (0, ack_state_js_1.readAcks)(bytes, acks);
        if (result.status === 'newer')
            faults.push(`"${name}" has the format ${result.version}, later than ours.`);
        else if (result.isDamaged)
            faults.push(`"${name}" is damaged; some acknowledgements may be missing.`);
    }
    return acks;
}
/** The bytes, or the code of what forbids to open the file. */
async function readQuietly(files, path, sizeBytes) {
    if (sizeBytes > read_whole_js_1.SEGMENT_FILE_BYTES_MAX)
        return `${sizeBytes} bytes are more than any segment has`;
    try {
        return await (0, read_whole_js_1.readWhole)(files, path, sizeBytes);
    }
    catch (error) {
        return (0, spool_files_js_1.errorCode)(error);
    }
}
/** Undefined when the segment was deleted meanwhile. */
async function inspectSegment(files, directory, { id, entry, isQuarantined }, onRecord) {
    const bytes = await readQuietly(files, (0, node_path_1.join)(directory, entry.name), entry.sizeBytes);
    if (bytes === 'ENOENT')
        return undefined;
    if (!Buffer.isBuffer(bytes))
        return unopened(entry, 'unreadable', `It cannot be opened (${bytes}).`);
    const header = (0, segment_file_js_1.readSegmentHeader)(bytes);
    if (header.status === 'newer') {
        return unopened(entry, 'newer', `It has the format ${header.version}, and this version reads up to ${segment_file_js_1.FORMAT_VERSION}.`);
    }
    const scan = (0, segment_file_js_1.scanSegment)(bytes, id);
    const good = scan.records.filter(({ isBodyGood }) => isBodyGood);
    const bad = scan.records.filter(({ isBodyGood }) => !isBodyGood);
    for (const record of good)
        onRecord(record);
    const lostRecordCount = scan.holes.reduce((sum, { recordCount }) => sum + recordCount, 0);
    const times = good.map(({ head }) => head.appendedUnixMs);
    return {
        ...{ name: entry.name, sizeBytes: bytes.byteLength, status: isQuarantined ? 'quarantined' : 'readable' },
        firstSequence: scan.records[0]?.head.sequence,
        lastSequence: scan.records.at(-1)?.head.sequence,
        recordCount: good.length,
        spanCount: spansOf(good),
        oldestUnixMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b)),
        newestUnixMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
        damagedRecordCount: bad.length,
        damagedSpanCount: spansOf(bad),
        lostRecordCount,
        tornBytes: bytes.byteLength - scan.wholeBytes,
        faults: faultsOf({ isDamaged: scan.isDamaged, damagedRecordCount: bad.length, lostRecordCount }),
    };
}
function faultsOf(scan) {
    const { isDamaged, damagedRecordCount, lostRecordCount } = scan;
    const faults = [];
    if (damagedRecordCount > 0)
        faults.push(`${damagedRecordCount} records have a damaged body.`);
    if (lostRecordCount > 0)
        faults.push(`At least ${lostRecordCount} records are not readable at all.`);
    if (isDamaged && faults.length === 0)
        faults.push('Bytes were changed that cost no record.');
    return faults;
}
function spansOf(records) {
    return records.reduce((sum, { head }) => sum + head.spanCount, 0);
}
function unopened({ name, sizeBytes }, status, fault) {
    return {
        ...{ name, sizeBytes, status, firstSequence: undefined, lastSequence: undefined, recordCount: 0, spanCount: 0 },
        ...{ oldestUnixMs: undefined, newestUnixMs: undefined, damagedRecordCount: 0, damagedSpanCount: 0 },
        ...{ lostRecordCount: 0, tornBytes: 0, faults: [fault] },
    };
}
/** Counts what each destination has not acknowledged. */
class PendingCounts {
    acks;
    keptSpanCount = 0;
    counts;
    constructor(acks) {
        this.acks = acks;
        this.counts = new Map(acks.names().map((name) => [name, { records: 0, spans: 0, oldestUnixMs: Infinity }]));
    }
    add({ head }) {
        if (this.acks.has(ack_state_js_1.EVERYBODY, head.sequence))
            return;
        this.keptSpanCount += head.spanCount;
        for (const [name, count] of this.counts) {
            if (this.acks.has(name, head.sequence))
                continue;
            count.records += 1;
            count.spans += head.spanCount;
            count.oldestUnixMs = Math.min(count.oldestUnixMs, head.appendedUnixMs);
        }
    }
    list() {
        return [...this.counts].map(([name, { records, spans, oldestUnixMs }]) => ({
            ...{ name, pendingRecordCount: records, pendingSpanCount: spans },
            oldestPendingUnixMs: records === 0 ? undefined : oldestUnixMs,
        }));
    }
}
//# sourceMappingURL=spool-inspection.js.map
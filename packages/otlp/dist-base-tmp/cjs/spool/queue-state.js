"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.QueueState = void 0;
const ack_state_js_1 = require("./ack-state.js");
const interval_set_js_1 = require("./interval-set.js");
const record_index_js_1 = require("./record-index.js");
/** Which records there are, where, and who still needs them. Memory only; knows no files. */
class QueueState {
    destinations;
    acks;
    /** In the order in which they were found or made. */
    segments = [];
    records = new record_index_js_1.RecordIndex();
    pending = new Map();
    constructor(destinations, acks) {
        this.destinations = destinations;
        this.acks = acks;
        for (const name of destinations)
            this.pending.set(name, 0);
    }
    /** Spans that a destination has not acknowledged. */
    pendingSpans(destination) {
        return this.pending.get(destination) ?? 0;
    }
    /** Takes in a record that is on disk. Records that nobody needs any more are left out. */
    add({ appendedUnixMs, ...place }) {
        const { segment, sequence, spanCount } = place;
        segment.newestUnixMs = Math.max(segment.newestUnixMs, appendedUnixMs);
        segment.oldestUnixMs = Math.min(segment.oldestUnixMs, appendedUnixMs);
        if (this.acks.has(ack_state_js_1.EVERYBODY, sequence))
            return;
        const needing = this.destinations.filter((name) => !this.acks.has(name, sequence));
        if (needing.length === 0)
            return;
        for (const name of needing)
            this.addPending(name, spanCount);
        segment.liveRecords += 1;
        this.records.add({ ...place, waiting: needing.length });
    }
    /** Whether a destination still needs a record. */
    isNeededBy(destination, { waiting, sequence }) {
        return waiting > 0 && !this.acks.has(destination, sequence);
    }
    /** Takes note of what a destination acknowledges; returns what is new in it. */
    acknowledge(destination, sequences) {
        const fresh = [];
        for (const sequence of sequences) {
            const record = this.records.find(sequence);
            if (record === undefined || !this.isNeededBy(destination, record))
                continue;
            this.acks.add(destination, { first: sequence, last: sequence });
            this.addPending(destination, -record.spanCount);
            this.settle(record, record.waiting - 1);
            fresh.push(sequence);
        }
        return (0, interval_set_js_1.toRanges)(fresh);
    }
    /** Takes records from all destinations; returns their sequences and how many spans some destination still needed. */
    forget(records) {
        const live = records.filter(({ waiting }) => waiting > 0);
        let spanCount = 0;
        for (const record of live) {
            spanCount += record.spanCount;
            for (const name of this.destinations) {
                if (!this.acks.has(name, record.sequence))
                    this.addPending(name, -record.spanCount);
            }
            this.acks.add(ack_state_js_1.EVERYBODY, { first: record.sequence, last: record.sequence });
            this.settle(record, 0);
        }
        return { ranges: (0, interval_set_js_1.toRanges)(live.map(({ sequence }) => sequence)), spanCount };
    }
    /** Says that a record now lies in another segment. */
    move(record, segment, offset) {
        if (record.waiting > 0) {
            record.segment.liveRecords -= 1;
            segment.liveRecords += 1;
        }
        record.segment = segment;
        record.offset = offset;
    }
    /** The records of a segment that are still needed, in order. */
    liveRecordsOf(segment) {
        return this.records.list().filter((record) => record.segment === segment && record.waiting > 0);
    }
    /** Takes a segment out; none of its records is needed any more. */
    remove(segment) {
        const index = this.segments.indexOf(segment);
        if (index !== -1)
            this.segments.splice(index, 1);
        this.records.prune();
    }
    settle(record, waiting) {
        record.waiting = waiting;
        if (waiting === 0)
            record.segment.liveRecords -= 1;
    }
    addPending(name, spans) {
        this.pending.set(name, (this.pending.get(name) ?? 0) + spans);
    }
}
exports.QueueState = QueueState;
//# sourceMappingURL=queue-state.js.map
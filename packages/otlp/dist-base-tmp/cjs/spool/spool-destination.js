"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.DestinationView = void 0;
/** The view of one destination on the queue. */
class DestinationView {
    options;
    inFlight = new Set();
    /** Given back, to be taken before anything behind the cursor. */
    released = new Set();
    /** Everything below was handed out, acknowledged or given up. */
    cursor = 0;
    constructor(options) {
        this.options = options;
    }
    get pendingSpans() {
        return this.options.state.pendingSpans(this.options.name);
    }
    async take(limits) {
        const { reader, isClosed, expire, settle } = this.options;
        while (!isClosed()) {
            expire();
            const chosen = this.choose(limits);
            if (chosen.length === 0)
                return undefined;
            const results = await reader.read(chosen);
            const taken = chosen.flatMap((record, index) => this.judge(record, results[index]));
            if (results.some(({ status }) => status === 'lost'))
                await settle();
            if (taken.length > 0)
                return taken;
            // Without a record to give, at least one was given up for good, or none can be read now.
            if (results.some(({ status }) => status === 'unavailable'))
                return undefined;
        }
        return undefined;
    }
    async ack(sequences) {
        const { name, state, acks, settle, isClosed } = this.options;
        if (isClosed())
            return;
        for (const sequence of sequences) {
            this.inFlight.delete(sequence);
            this.released.delete(sequence);
        }
        acks.note(name, state.acknowledge(name, sequences));
        await settle();
    }
    release(sequences) {
        for (const sequence of sequences)
            if (this.inFlight.delete(sequence))
                this.released.add(sequence);
    }
    /** Records below those handed out have come late. */
    rewindTo(sequence) {
        this.cursor = Math.min(this.cursor, sequence);
    }
    judge(record, result) {
        if (result?.status === 'read')
            return [toSpoolRecord(record, result.body)];
        if (result?.status === 'unavailable') {
            this.options.warn('read', `Records cannot be read now (${result.code}); this is tried again.`);
            this.release([record.sequence]);
            return [];
        }
        this.inFlight.delete(record.sequence);
        this.options.dropCorrupt(record);
        return [];
    }
    /** The next records that are needed and not in flight, all of one signal: their bodies may be sent as one. */
    choose(limits) {
        const { sequenceMax = Number.POSITIVE_INFINITY } = limits;
        const chosen = [];
        const first = this.firstWaiting();
        let spansLeft = limits.spansMax;
        let bytesLeft = limits.bytesMax;
        for (let record = first; record !== undefined; record = this.firstWaiting()) {
            spansLeft -= record.spanCount;
            bytesLeft -= record.bodyBytes;
            const fits = spansLeft >= 0 && bytesLeft >= 0 && record.signal === first?.signal;
            if ((!fits && chosen.length > 0) || record.sequence > sequenceMax)
                break;
            this.released.delete(record.sequence);
            this.cursor = Math.max(this.cursor, record.sequence + 1);
            this.inFlight.add(record.sequence);
            chosen.push(record);
        }
        return chosen;
    }
    firstWaiting() {
        const { name, state } = this.options;
        const record = this.firstReleased();
        if (record !== undefined)
            return record;
        for (;;) {
            const next = state.records.from(this.cursor);
            if (next === undefined || (!this.inFlight.has(next.sequence) && state.isNeededBy(name, next)))
                return next;
            this.cursor = next.sequence + 1;
        }
    }
    /** Few records are released at a time: those of requests that failed. */
    firstReleased() {
        const { name, state } = this.options;
        while (this.released.size > 0) {
            const sequence = [...this.released].reduce((lowest, value) => Math.min(lowest, value));
            const record = state.records.find(sequence);
            if (record !== undefined && state.isNeededBy(name, record))
                return record;
            this.released.delete(sequence);
        }
        return undefined;
    }
}
exports.DestinationView = DestinationView;
function toSpoolRecord({ sequence, signal, priority, spanCount }, body) {
    return { sequence, signal, priority, spanCount, body };
}
//# sourceMappingURL=spool-destination.js.map
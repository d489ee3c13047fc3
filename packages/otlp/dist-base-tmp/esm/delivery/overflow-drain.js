import { decodeTraces } from '../codec/decode-traces.js';
import { halve } from './bisect.js';
import { partialOutcomes } from './partial-success.js';
import { ACCEPTED } from './span-outcome.js';
/**
 * Sends what a store keeps, oldest first and as the bytes that were kept. While the destination is down its first
 * request is the one that probes. Records that the receiver turns down for what they hold are decoded, and the bad span
 * among them is found as among any others.
 */
export class OverflowDrain {
    options;
    lanes = 0;
    kicks = 0;
    isClosed = false;
    idleWakers = [];
    constructor(options) {
        this.options = options;
    }
    /** Looks whether there is something to send. To be called after something was kept. */
    kick() {
        this.kicks += 1;
        const lanesMax = this.options.post.state === 'failing' ? 1 : this.options.concurrency;
        while (!this.isClosed && this.lanes < lanesMax && this.options.destination.pendingSpans > 0) {
            this.lanes += 1;
            void this.run();
        }
    }
    /** Takes nothing more; resolves when the requests under way have ended. The post has to be closed as well. */
    close() {
        this.isClosed = true;
        if (this.lanes === 0)
            return Promise.resolve();
        return new Promise((resolve) => this.idleWakers.push(resolve));
    }
    async run() {
        try {
            while (await this.sendNext())
                ;
        }
        catch (error) {
            // A store that breaks its promises must not take the application with it.
            this.options.warnings.tell('spool-read', `spans in the spool cannot be read: ${String(error)}`);
        }
        this.lanes -= 1;
        if (this.lanes === 0)
            for (const wake of this.idleWakers.splice(0))
                wake();
    }
    /** Sends one request of records; answers whether to go on. */
    async sendNext() {
        const { destination, batchLimits } = this.options;
        const { kicks } = this;
        if (this.isClosed)
            return false;
        const { batchSpansMax: spansMax, batchBytesMax: bytesMax } = batchLimits;
        const taken = await destination.take({ spansMax, bytesMax });
        // What was kept while the store was looking may have been missed.
        if (taken === undefined)
            return this.kicks !== kicks;
        // Logs go elsewhere; they stay in the store for whoever sends them.
        const records = taken.filter((record) => record.signal === 'traces');
        const undecided = await this.sendAll(records);
        if (undecided.length > 0) {
            destination.release(undecided.map((record) => record.sequence));
            return false;
        }
        // The destination works, so others may send beside this.
        this.kick();
        return true;
    }
    /** Sends records, in halves as long as they are turned down; answers those that nobody has decided about. */
    async sendAll(records) {
        // Records are protobuf. For a receiver that takes only JSON they are decoded, as when they are turned down.
        if (this.options.encoding !== 'protobuf')
            return (await this.sendDecoded(records)) ? [] : records;
        const waiting = records.length === 0 ? [] : [records];
        for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
            const end = await this.options.post.send(joinBodies(part));
            if (end.action === 'give-up')
                return [part, ...waiting].flat();
            const halves = end.action === 'split' ? halve(part) : undefined;
            if (halves !== undefined)
                waiting.push(halves[1], halves[0]);
            else if (!(await this.settle(part, end)))
                return [part, ...waiting].flat();
        }
        return [];
    }
    /** Takes note of what the receiver decided; false when it has not decided about all after all. */
    async settle(part, end) {
        const { warnings } = this.options;
        switch (end.action) {
            case 'accept':
                await this.ack(part, part.map(() => ACCEPTED));
                return true;
            case 'accept-some': {
                const told = `the backend turned down ${end.rejectedSpans} spans. ${end.message}`;
                warnings.tell('partial-success', told);
                await this.ack(part, partialRecordOutcomes(part, end));
                return true;
            }
            case 'refuse': {
                warnings.tell(`refused-${end.httpStatus}`, `spans were refused. ${end.detail}`);
                const refused = { status: 'refused', httpStatus: end.httpStatus, reason: end.detail };
                await this.ack(part, part.map(() => refused));
                return true;
            }
            case 'split':
                return this.sendDecoded(part);
        }
    }
    async sendDecoded(part) {
        const spansOfEach = part.map(spansOf);
        const delivered = await this.options.delivery.deliver(spansOfEach.flat());
        if (delivered.some((outcome) => outcome.status === 'unsent'))
            return false;
        let position = 0;
        const outcomes = spansOfEach.map((spans) => spans.map((span) => ({ span, outcome: delivered[position++] ?? ACCEPTED })));
        await this.ack(part, outcomes);
        return true;
    }
    async ack(part, outcomes) {
        part.forEach((record, index) => {
            this.settleRecord(record, outcomes[index] ?? ACCEPTED);
        });
        try {
            await this.options.destination.ack(part.map((record) => record.sequence));
        }
        catch (error) {
            this.options.warnings.tell('spool-ack', `what was sent from the spool cannot be marked as sent: ${String(error)}`);
        }
        this.options.onAck();
    }
    settleRecord(record, outcome) {
        const { onSettled } = this.options;
        if ('status' in outcome) {
            onSettled(outcome, record.spanCount, () => spansOf(record));
            return;
        }
        for (const { span, outcome: own } of outcome)
            onSettled(own, 1, () => [span]);
        const lostCount = record.spanCount - outcome.length;
        if (lostCount > 0)
            onSettled(UNREADABLE, lostCount, () => []);
    }
}
const UNREADABLE = { status: 'refused', httpStatus: 0, reason: 'Not sent: its record cannot be read.' };
function spansOf(record) {
    const result = decodeTraces(record.body, 'protobuf');
    return result.status === 'decoded' ? result.spans : [];
}
function joinBodies(records) {
    const [first] = records;
    if (records.length === 1 && first !== undefined)
        return first.body;
    const body = new Uint8Array(records.reduce((sum, record) => sum + record.body.length, 0));
    let position = 0;
    for (const record of records) {
        body.set(record.body, position);
        position += record.body.length;
    }
    return body;
}
/** The receiver says how many spans it turned down, not which: the last ones of the request stand for them. */
function partialRecordOutcomes(part, end) {
    const spanCount = part.reduce((sum, record) => sum + record.spanCount, 0);
    const outcomes = partialOutcomes(spanCount, end.rejectedSpans, end.message);
    let position = 0;
    return part.map((record) => {
        const own = outcomes.slice(position, (position += record.spanCount));
        const [first = ACCEPTED] = own;
        if (own.every((outcome) => outcome === first))
            return first;
        return spansOf(record).map((span, index) => ({ span, outcome: own[index] ?? ACCEPTED }));
    });
}
//# sourceMappingURL=overflow-drain.js.map
import { inNextTurn } from './clock.js';
import { countLanes } from './lanes.js';
/** Asked after every wait; the compiler would think that nothing has changed meanwhile. */
function isTaken(batch) {
    return batch.isTaken;
}
/**
 * Takes batches out of the queue and sees to it that every span gets its outcome: from the receiver or, with a store,
 * by being kept while the destination is down. Starts one batch in each turn of the event loop, because encoding one
 * takes milliseconds.
 */
export class BatchDispatcher {
    options;
    flying = new Set();
    waiters = [];
    isScheduled = false;
    /** Spans up to this sequence number leave although their batch is not full. */
    dueSequence = 0;
    constructor(options) {
        this.options = options;
    }
    /** Spans that have left the queue and have no outcome yet. */
    get inFlight() {
        let spanCount = 0;
        for (const batch of this.flying)
            spanCount += batch.spans.length;
        return spanCount;
    }
    /** Looks whether a batch can leave. Cheap: to be called whenever a batch may have become full. */
    kick() {
        if (this.isScheduled || !this.canStart())
            return;
        this.isScheduled = true;
        inNextTurn(() => {
            this.isScheduled = false;
            if (this.canStart())
                this.start();
            this.kick();
        });
    }
    /** Lets everything leave that waits now, in batches that need not be full. */
    release() {
        this.dueSequence = this.options.queue.lastSequence;
        this.kick();
    }
    /** Resolves when every span that has come until now has an outcome. */
    whenSettled() {
        const upTo = this.options.queue.lastSequence;
        this.release();
        if (this.firstUnsettled() > upTo)
            return Promise.resolve();
        return new Promise((resolve) => this.waiters.push({ upTo, wake: resolve }));
    }
    /** Keeps the oldest batch to make room in the queue. Answers whether it left the queue. */
    spill() {
        const { queue, outlet, limits } = this.options;
        const batch = outlet?.isOpen === true ? queue.take(limits.batch) : undefined;
        if (batch !== undefined)
            void this.carry(batch, { isSpill: true });
        return batch !== undefined;
    }
    /** Takes all spans that have no outcome, in the order in which they came; what their requests bring is ignored. */
    takeAll() {
        const { queue } = this.options;
        const parts = [];
        for (const batch of this.flying) {
            batch.isTaken = true;
            parts.push(batch.spans);
        }
        this.flying.clear();
        const all = { batchSpansMax: Infinity, batchBytesMax: Infinity };
        const rest = queue.take(all);
        if (rest !== undefined)
            parts.push(rest.spans);
        return parts.flat();
    }
    /** Wakes those who wait for outcomes; to be called after {@link takeAll}, when these are known. */
    wake() {
        const first = this.firstUnsettled();
        const ready = this.waiters.filter(({ upTo }) => first > upTo);
        if (ready.length === 0)
            return;
        this.waiters = this.waiters.filter(({ upTo }) => first <= upTo);
        for (const waiter of ready)
            waiter.wake();
    }
    canStart() {
        const { queue, limits, post, outlet } = this.options;
        if (queue.length === 0)
            return false;
        const waitingBatches = queue.length / limits.batch.batchSpansMax;
        // Batches that go to the store do not wait for the destination.
        const isDown = post.state === 'failing' && outlet?.isOpen !== true;
        if (this.flying.size >= countLanes(waitingBatches, isDown, limits))
            return false;
        const isFull = waitingBatches >= 1 || queue.wireBytes >= limits.batch.batchBytesMax;
        return isFull || queue.firstSequence <= this.dueSequence;
    }
    start() {
        const batch = this.options.queue.take(this.options.limits.batch);
        if (batch !== undefined)
            void this.carry(batch, { isSpill: false });
    }
    /** Brings a batch to its end, wherever that is. Never rejects. */
    async carry(queued, { isSpill }) {
        const { outlet, post } = this.options;
        const batch = { ...queued, isTaken: false };
        this.flying.add(batch);
        if (outlet?.isOpen === true) {
            if (!isSpill && post.state !== 'failing')
                await this.deliver(batch, 'once');
            await this.keep(batch, outlet);
        }
        await this.deliver(batch, 'until-decided');
        this.land(batch);
    }
    async deliver(batch, persistence) {
        if (batch.isTaken || batch.spans.length === 0)
            return;
        const { spans } = batch;
        const outcomes = await this.options.delivery.deliverBatch(spans, persistence);
        if (isTaken(batch))
            return;
        const unsent = [];
        for (const [index, span] of spans.entries()) {
            const outcome = outcomes[index];
            if (outcome === undefined || outcome.status === 'unsent')
                unsent.push(span);
            else
                this.options.settle(span, outcome);
        }
        batch.spans = unsent;
    }
    async keep(batch, outlet) {
        if (batch.isTaken || batch.spans.length === 0)
            return;
        const kept = await outlet.append(batch.spans);
        if (kept.status === 'not-kept')
            return;
        if (isTaken(batch)) {
            this.options.onKeptTwice(kept.outcomes.filter(([, outcome]) => outcome.status === 'spooled').length);
            return;
        }
        for (const [span, outcome] of kept.outcomes)
            this.options.settle(span, outcome);
        batch.spans = [];
        this.options.onKept();
    }
    land(batch) {
        // Only a post that was ended leaves spans without an outcome, and who ends it takes them first.
        for (const span of batch.spans) {
            if (!batch.isTaken)
                this.options.settle(span, { status: 'dropped', reason: 'shutdown' });
        }
        this.flying.delete(batch);
        this.wake();
        this.kick();
    }
    firstUnsettled() {
        let first = this.options.queue.firstSequence;
        for (const batch of this.flying)
            first = Math.min(first, batch.firstSequence);
        return first;
    }
}
//# sourceMappingURL=batch-dispatcher.js.map
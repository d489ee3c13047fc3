import { createHttpTransport } from '../transport/http-transport.js';
import { BatchDispatcher } from './batch-dispatcher.js';
import { BACKGROUND_CLOCK, SYSTEM_CLOCK } from './clock.js';
import { ExporterAccount } from './exporter-ledger.js';
import { toExporterLimits, toTracesUrl, } from './exporter-options.js';
import { HostHook } from './host-hook.js';
import { OneTimeWarnings } from './one-time-warnings.js';
import { warnOfOtel } from './otlp-sender.js';
import { OverflowDrain } from './overflow-drain.js';
import { OverflowOutlet } from './overflow-outlet.js';
import { PersistentPost } from './persistent-post.js';
import { BACKOFF_MAX_MS, INITIAL_BACKOFF_MS } from './retry.js';
import { SendQueue, sizeOfSpan } from './send-queue.js';
import { SpanDelivery } from './span-delivery.js';
/** Success and failure in the numbers of the SDK; its enum would be a value of one of its lines. */
const TAKEN = { code: 0 };
const CAME_TOO_LATE = {
    code: 1,
    error: new Error('OtlpSpanExporter: spans came after the shutdown.'),
};
/**
 * An exporter that takes spans at once and delivers them in its own time: in batches, several in flight, again and
 * again until the receiver has decided. It never throws into the application, never blocks it and never keeps the
 * process alive but for a flush or a shutdown under way. While the destination is down spans wait in a bounded queue,
 * or in the spool where there is one; every span that is lost is counted under a reason.
 */
export class OtlpSpanExporter {
    options;
    limits;
    clock;
    /** For deadlines that somebody waits for: their timers hold the process, which nothing else of us does. */
    deadlineClock;
    warnings;
    account = new ExporterAccount();
    queue;
    transport;
    post;
    delivery;
    dispatcher;
    outlet;
    drain;
    outcomeHook;
    /** Ends the timer of the schedule. */
    closing = new AbortController();
    /** Ends requests under way. */
    stop = new AbortController();
    isScheduled = false;
    shutdownEnd;
    /** Throws a `SpanbridgeError` for a URL, header or number that cannot be used. Begins to send what is spooled. */
    constructor(options = {}) {
        this.options = options;
        this.limits = toExporterLimits(options);
        this.clock = options.clock ?? BACKGROUND_CLOCK;
        this.deadlineClock = options.clock ?? SYSTEM_CLOCK;
        const { clock, limits } = this;
        const warnings = new OneTimeWarnings('OtlpSpanExporter', options.warn ?? warnOfOtel);
        this.warnings = warnings;
        this.transport =
            options.transport ?? createHttpTransport({ ...options, url: toTracesUrl(options), isBackground: true });
        this.post = new PersistentPost({
            transport: this.transport,
            clock,
            warnings,
            signal: this.stop.signal,
            policy: {
                initialBackoffMs: INITIAL_BACKOFF_MS,
                backoffMaxMs: BACKOFF_MAX_MS,
                retryForMs: Infinity,
                random: options.random ?? Math.random,
                recoveryRequestsMax: limits.concurrency,
            },
        });
        const { post } = this;
        const { encoding = 'protobuf', onOutcome, spool } = options;
        this.delivery = new SpanDelivery({ encoding, batchLimits: limits.batch, post, warnings });
        this.outcomeHook = onOutcome && new HostHook('onOutcome', onOutcome, { clock, warnings });
        this.outlet = spool && new OverflowOutlet({ store: spool, clock, warnings });
        this.queue = new SendQueue({
            ...limits,
            onDrop: (read) => {
                this.dropForRoom(read);
            },
        });
        this.dispatcher = this.createDispatcher();
        this.drain = spool && this.createDrain(spool.destination(options.spoolDestination ?? 'traces'));
        this.drain?.kick();
    }
    /**
     * Takes spans into the queue and calls back at once: with code 0 when they were taken, with code 1 after the
     * shutdown. What becomes of them is told by `onOutcome` and counted in `ledger`.
     */
    export(spans, callback) {
        const isOpen = this.shutdownEnd === undefined;
        for (const span of spans)
            this.add(span);
        try {
            callback(isOpen ? TAKEN : CAME_TOO_LATE);
        }
        catch (error) {
            this.warnings.tell('callback', `the callback of an export threw: ${String(error)}.`);
        }
    }
    /** Takes one span into the queue: what `export` does, without an array and a callback for each. */
    add(span) {
        this.account.taken += 1;
        if (this.shutdownEnd !== undefined) {
            this.drop(span, 'closed');
            return;
        }
        const { queue, limits } = this;
        const sizeBytes = sizeOfSpan(span);
        if (this.outlet !== undefined && !queue.hasRoomFor(sizeBytes))
            this.dispatcher.spill();
        const packsFrom = this.post.state === 'failing' ? PACKS_FROM_WHEN_DOWN : limits.queueSpansMax * PACKS_FROM_PART;
        if (queue.length >= packsFrom)
            queue.pushPacked(span, sizeBytes);
        else
            queue.push(span, sizeBytes);
        if (!this.isScheduled)
            this.schedule();
        if (queue.length >= limits.batch.batchSpansMax || queue.wireBytes >= limits.batch.batchBytesMax) {
            this.dispatcher.kick();
        }
    }
    /**
     * Resolves when every span that was taken before has an outcome or is in the spool; what is in flight counts, too.
     * Rejects with what is left when the deadline passes. Holds the process until then.
     */
    async forceFlush(timeoutMs = this.limits.flushTimeoutMs) {
        if (this.shutdownEnd !== undefined)
            return this.shutdownEnd;
        if (!(await this.settleWithin(timeoutMs)))
            throw new Error(`OtlpSpanExporter: ${this.describeRest(timeoutMs)}`);
    }
    /**
     * Delivers what is left within the deadline, then puts the rest into the spool or, without one, counts it as dropped
     * and tells so in one line. Spans that come later are dropped. Further calls answer the same promise. Never rejects.
     */
    shutdown(timeoutMs = this.limits.shutdownTimeoutMs) {
        return (this.shutdownEnd ??= this.close(timeoutMs));
    }
    /**
     * Puts everything that waits or is in flight into the spool before it returns, for the last moment of a process
     * (`process.on('exit')`). Without a spool it is counted as dropped and told in one line. Answers how many spans were
     * spooled and dropped.
     */
    flushSync() {
        const { spooled, dropped } = this.account;
        this.putAway('exit', 'when the process ended');
        return { spooled: this.account.spooled - spooled, dropped: this.account.dropped - dropped };
    }
    /** The account of this moment; it always balances. */
    ledger() {
        const { queue, dispatcher, delivery } = this;
        return this.account.snapshot({
            queued: queue.length,
            inFlight: dispatcher.inFlight,
            cutValues: delivery.cutValues,
        });
    }
    /** Takes note of spans that the spool lost or dropped: its hook `onDrop` is to be led here. */
    noteSpoolDrop(drop) {
        // Spans that were lost before we knew of them were never counted as spooled.
        const unknown = Math.max(drop.spanCount - this.account.spooled, 0);
        this.account.recovered += unknown;
        this.account.spooled -= drop.spanCount - unknown;
        this.account.droppedByReason[drop.reason] += drop.spanCount;
    }
    createDispatcher() {
        return new BatchDispatcher({
            queue: this.queue,
            delivery: this.delivery,
            post: this.post,
            limits: this.limits,
            outlet: this.outlet,
            settle: (span, outcome) => {
                this.settle(span, outcome);
            },
            onKept: () => {
                this.drain?.kick();
            },
            onKeptTwice: (spanCount) => {
                this.account.recovered += spanCount;
                this.account.spooled += spanCount;
            },
        });
    }
    createDrain(destination) {
        this.account.recovered = destination.pendingSpans;
        this.account.spooled = destination.pendingSpans;
        const { limits, delivery, post, warnings } = this;
        return new OverflowDrain({
            destination,
            delivery,
            post,
            encoding: this.options.encoding ?? 'protobuf',
            batchLimits: limits.batch,
            concurrency: limits.concurrency,
            warnings,
            onSettled: (outcome, spanCount, spans) => {
                if (outcome.status === 'unsent')
                    return;
                this.account.spooled -= spanCount;
                this.account[outcome.status] += spanCount;
                if (this.outcomeHook === undefined)
                    return;
                for (const span of spans())
                    this.outcomeHook.call(span, outcome);
            },
            onAck: () => {
                this.outlet?.reopen();
            },
        });
    }
    /** Lets a batch leave in time that does not become full. */
    schedule() {
        this.isScheduled = true;
        void this.clock.sleep(this.limits.scheduleDelayMs, this.closing.signal).then(() => {
            this.isScheduled = false;
            this.dispatcher.release();
        });
    }
    async settleWithin(timeoutMs) {
        const end = new AbortController();
        let isSettled = false;
        const settled = this.dispatcher
            .whenSettled()
            .then(() => this.outlet?.sync())
            .then(() => {
            isSettled = true;
            end.abort();
        });
        await Promise.race([settled, this.deadlineClock.sleep(timeoutMs, end.signal)]);
        return isSettled;
    }
    async close(timeoutMs) {
        const startedMs = this.deadlineClock.now();
        this.closing.abort();
        const isSettled = await this.settleWithin(timeoutMs);
        if (!isSettled)
            this.putAway('shutdown', this.describeDeadline(timeoutMs));
        this.post.close();
        const leftMs = Math.max(timeoutMs - (this.deadlineClock.now() - startedMs), 0);
        await this.within(leftMs, this.drain?.close());
        this.stop.abort();
        await this.within(Math.max(leftMs, STORE_CLOSE_MS_MIN), this.closeStore());
        quietly(() => {
            this.transport.close();
        });
    }
    async closeStore() {
        await this.outlet?.sync();
        await this.options.spool?.close();
    }
    /** Waits for something, but not longer than this, and not for its success. */
    async within(timeoutMs, work) {
        if (work === undefined)
            return;
        const end = new AbortController();
        const done = work.then(() => {
            end.abort();
        }, () => {
            end.abort();
        });
        await Promise.race([done, this.deadlineClock.sleep(timeoutMs, end.signal)]);
    }
    /** Spools all spans without an outcome, now, or drops them and says so in one line. */
    putAway(reason, when) {
        const spans = this.dispatcher.takeAll();
        if (spans.length === 0)
            return;
        const kept = this.outlet?.appendSync(spans);
        if (kept?.status === 'kept') {
            for (const [span, outcome] of kept.outcomes)
                this.settle(span, outcome);
        }
        else {
            for (const span of spans)
                this.drop(span, reason);
            this.warnings.tell(reason, `${spans.length} spans were not delivered ${when} and are lost. ${this.post.fault}`);
        }
        this.dispatcher.wake();
    }
    dropForRoom(read) {
        const outcome = { status: 'dropped', reason: 'queue-full' };
        this.account.settle(outcome);
        const span = this.outcomeHook === undefined ? undefined : read();
        if (span !== undefined)
            this.outcomeHook?.call(span, outcome);
        this.warnings.tell('queue-full', 'the queue is full, spans are dropped: markers first, spans with errors and roots last. ' +
            'Further drops are only counted.');
    }
    drop(span, reason) {
        this.settle(span, { status: 'dropped', reason });
    }
    settle(span, outcome) {
        this.account.settle(outcome);
        this.outcomeHook?.call(span, outcome);
    }
    describeRest(timeoutMs) {
        const { queued, inFlight } = this.ledger();
        return `${queued + inFlight} spans were not delivered ${this.describeDeadline(timeoutMs)}. ${this.post.fault}`;
    }
    describeDeadline(timeoutMs) {
        return `within ${timeoutMs} ms`;
    }
}
/** While the destination is down, spans beyond the next few batches are going to wait, and are kept as bytes. */
const PACKS_FROM_WHEN_DOWN = 2_048;
/** Beyond this part of the queue spans wait long for whatever reason. Below, a burst is faster as it is. */
const PACKS_FROM_PART = 0.5;
/** What closing the store may take when the deadline has passed: it writes what was acknowledged. */
const STORE_CLOSE_MS_MIN = 100;
function quietly(run) {
    try {
        run();
    }
    catch {
        // A transport of the host that throws while it is closed has nothing left that could be saved.
    }
}
//# sourceMappingURL=otlp-span-exporter.js.map
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ExportOutcome } from './exporter-ledger.js';
import type { ExporterLimits } from './exporter-options.js';
import type { OverflowOutlet } from './overflow-outlet.js';
import type { PersistentPost } from './persistent-post.js';
import type { SendQueue } from './send-queue.js';
import type { SpanDelivery } from './span-delivery.js';
/** Options of a {@link BatchDispatcher}. */
export interface BatchDispatcherOptions {
    readonly queue: SendQueue;
    readonly delivery: SpanDelivery;
    readonly post: PersistentPost;
    readonly limits: ExporterLimits;
    /** Where spans go that cannot be sent now. */
    readonly outlet: OverflowOutlet | undefined;
    /** Told what became of each span. */
    readonly settle: (span: ReadableSpan, outcome: ExportOutcome) => void;
    /** Told that spans were kept. */
    readonly onKept: () => void;
    /** Told of spans that are in the store twice: they had been kept once more when the process seemed to end. */
    readonly onKeptTwice: (spanCount: number) => void;
}
/**
 * Takes batches out of the queue and sees to it that every span gets its outcome: from the receiver or, with a store,
 * by being kept while the destination is down. Starts one batch in each turn of the event loop, because encoding one
 * takes milliseconds.
 */
export declare class BatchDispatcher {
    private readonly options;
    private readonly flying;
    private waiters;
    private isScheduled;
    /** Spans up to this sequence number leave although their batch is not full. */
    private dueSequence;
    constructor(options: BatchDispatcherOptions);
    /** Spans that have left the queue and have no outcome yet. */
    get inFlight(): number;
    /** Looks whether a batch can leave. Cheap: to be called whenever a batch may have become full. */
    kick(): void;
    /** Lets everything leave that waits now, in batches that need not be full. */
    release(): void;
    /** Resolves when every span that has come until now has an outcome. */
    whenSettled(): Promise<void>;
    /** Keeps the oldest batch to make room in the queue. Answers whether it left the queue. */
    spill(): boolean;
    /** Takes all spans that have no outcome, in the order in which they came; what their requests bring is ignored. */
    takeAll(): readonly ReadableSpan[];
    /** Wakes those who wait for outcomes; to be called after {@link takeAll}, when these are known. */
    wake(): void;
    private canStart;
    private start;
    /** Brings a batch to its end, wherever that is. Never rejects. */
    private carry;
    private deliver;
    private keep;
    private land;
    private firstUnsettled;
}
//# sourceMappingURL=batch-dispatcher.d.ts.map
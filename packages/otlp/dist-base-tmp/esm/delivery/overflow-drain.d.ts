import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import type { BatchLimits } from './batch.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import type { OverflowDestination } from './overflow-store.js';
import type { PersistentPost } from './persistent-post.js';
import type { SpanDelivery } from './span-delivery.js';
import { type SpanOutcome } from './span-outcome.js';
/** Options of an {@link OverflowDrain}. */
export interface OverflowDrainOptions {
    readonly destination: OverflowDestination;
    readonly delivery: SpanDelivery;
    readonly post: PersistentPost;
    readonly encoding: OtlpEncoding;
    readonly batchLimits: BatchLimits;
    /** Requests of records in flight, beside those of spans from memory. */
    readonly concurrency: number;
    readonly warnings: OneTimeWarnings;
    /** Told how many spans of a record had this outcome. */
    readonly onSettled: (outcome: SpanOutcome, spanCount: number, spans: () => readonly ReadableSpan[]) => void;
    /** Told whenever records were acknowledged. */
    readonly onAck: () => void;
}
/**
 * Sends what a store keeps, oldest first and as the bytes that were kept. While the destination is down its first
 * request is the one that probes. Records that the receiver turns down for what they hold are decoded, and the bad span
 * among them is found as among any others.
 */
export declare class OverflowDrain {
    private readonly options;
    private lanes;
    private kicks;
    private isClosed;
    private idleWakers;
    constructor(options: OverflowDrainOptions);
    /** Looks whether there is something to send. To be called after something was kept. */
    kick(): void;
    /** Takes nothing more; resolves when the requests under way have ended. The post has to be closed as well. */
    close(): Promise<void>;
    private run;
    /** Sends one request of records; answers whether to go on. */
    private sendNext;
    /** Sends records, in halves as long as they are turned down; answers those that nobody has decided about. */
    private sendAll;
    /** Takes note of what the receiver decided; false when it has not decided about all after all. */
    private settle;
    private sendDecoded;
    private ack;
    private settleRecord;
}
//# sourceMappingURL=overflow-drain.d.ts.map
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import { type BatchLimits } from './batch.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import type { Persistence, PersistentPost } from './persistent-post.js';
import { type SpanOutcome } from './span-outcome.js';
/** Options of a {@link SpanDelivery}. */
export interface SpanDeliveryOptions {
    readonly encoding: OtlpEncoding;
    readonly batchLimits: BatchLimits;
    readonly post: PersistentPost;
    readonly warnings: OneTimeWarnings;
}
/** Turns spans into requests, and the answers into one outcome for each span. */
export declare class SpanDelivery {
    private readonly options;
    /** Values that were cut because their span was larger than a request. */
    cutValues: number;
    constructor(options: SpanDeliveryOptions);
    /** Delivers spans in their order, one request after the other, and answers their outcomes in the same order. */
    deliver(spans: readonly ReadableSpan[], persistence?: Persistence): Promise<readonly SpanOutcome[]>;
    /**
     * Delivers spans that are within the limits of one request, as {@link deliver} does. The common case, in which all
     * are valid and taken, costs no object for any span.
     */
    deliverBatch(spans: readonly ReadableSpan[], persistence: Persistence): Promise<readonly SpanOutcome[]>;
    /** Sends a batch and, as long as parts of it are turned down for what they hold, the halves of these. */
    private deliverParts;
    private sendPart;
    /** A request of one span that is under 4 MiB after its longest values were cut; undefined when that is not enough. */
    private cutToFit;
    private encode;
    private settle;
    private settlePartly;
    private isSendable;
}
/** Spans of strangers may have getters that throw; undefined then. */
export declare function encodeQuietly(spans: readonly ReadableSpan[], encoding: OtlpEncoding): Uint8Array | undefined;
/** Why a span must not be sent, also when it cannot even be read; undefined when it may. */
export declare function faultOf(span: ReadableSpan): string | undefined;
//# sourceMappingURL=span-delivery.d.ts.map
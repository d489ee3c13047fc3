import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/**
 * A span that has nothing to say any more once another one is known: the marker of a span that has ended. Who queues
 * spans asks before each attempt to send, and leaves the withdrawn ones out; they are counted, and never sent later.
 */
export interface WithdrawableSpan extends ReadableSpan {
    readonly isWithdrawn: () => boolean;
}
/** True for a span that may be withdrawn and was. */
export declare function isWithdrawn(span: ReadableSpan): boolean;
//# sourceMappingURL=withdrawable-span.d.ts.map
/** Spans in one request when nothing else is said; what OTel's own processors use. */
export const BATCH_SPANS_DEFAULT = 512;

/** Requests in flight when nothing else is said: enough to hide the latency of a backend on another continent. */
export const CONCURRENCY_DEFAULT = 4;

/**
 * How far, in the time of the records, the input must have got beyond the end of a span before it leaves where records
 * of several writers mix: late enough for what threads and processes write out of order.
 */
export const SETTLE_DEFAULT_MS = 2_000;

/**
 * How long backends have, after a signal, to take what is written: what is left is safe, and process managers wait for
 * ten seconds before they kill.
 */
export const DRAIN_DEFAULT_MS = 5_000;

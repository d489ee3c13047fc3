/** Every limit of the local backend; the comment of each says what happens at the limit. */
export interface ServerLimits {
  /** Spans kept at most. One more, and the trace that arrived first leaves whole. */
  readonly spansMax: number;
  /** Bytes kept at most, as the store estimates them. One more, and the trace that arrived first leaves whole. */
  readonly bytesMax: number;
  /** Body of one request at most, before and after inflation. Larger is answered 413 and not stored. */
  readonly bodyBytesMax: number;
  /** Bodies of all requests in memory together. More is answered 429 with `Retry-After`; the sender comes again. */
  readonly bodyBytesInFlightMax: number;
  /** Open connections at most. Further ones are closed at once, unanswered. */
  readonly connectionsMax: number;
  /** Header of one request at most. Larger is answered 431 and the connection closed. */
  readonly headerBytesMax: number;
  /** Time for a complete header. Slower is answered 408 and the connection closed. */
  readonly headerTimeoutMs: number;
  /** Time for a complete request, body included. Slower is answered 408 and the connection closed. */
  readonly requestTimeoutMs: number;
  /** Time that `close()` gives requests in flight. What is not answered by then is cut off. */
  readonly closeTimeoutMs: number;
  /** Traces in one list at most. Further ones are found by searching. */
  readonly listedTracesMax: number;
  /** Spans of one trace that the page draws. The page counts further ones; the download of OTLP JSON has them all. */
  readonly drawnSpansMax: number;
}

const MEBIBYTE = 1024 * 1024;

/** The limits that hold where `startServer` is told nothing else. */
export const DEFAULT_LIMITS: ServerLimits = {
  // An afternoon of a developer's traces, and what one page can list and search without an index.
  spansMax: 200_000,
  bytesMax: 256 * MEBIBYTE,
  // The figure that the OTLP specification recommends to servers.
  bodyBytesMax: 64 * MEBIBYTE,
  // Four of the largest requests at once; a usual request is under 1 MiB.
  bodyBytesInFlightMax: 256 * MEBIBYTE,
  // More than a hostile thousand of idle connections, less than the 4,096 descriptors that many systems allow.
  connectionsMax: 2_048,
  // Node's own default, stated so that an option of the runtime cannot raise it.
  headerBytesMax: 16 * 1024,
  headerTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  closeTimeoutMs: 5_000,
  // What a person scrolls; a list of all 200,000 would be tens of megabytes every second.
  listedTracesMax: 500,
  // About 20 MB for the browser, and a second of this process, which takes in nothing meanwhile.
  drawnSpansMax: 50_000,
};

/** How often Node looks for connections over their time; half a second keeps the timeouts above honest. */
export const CONNECTION_CHECK_INTERVAL_MS = 500;

/** How long an idle connection is kept. Longer than the 5 s at which exporters send, so that they keep theirs. */
export const KEEP_ALIVE_TIMEOUT_MS = 15_000;

/** What a sender is told to wait when bodies fill the memory set aside for them, or when the server stops. */
export const RETRY_AFTER_SECONDS = 1;

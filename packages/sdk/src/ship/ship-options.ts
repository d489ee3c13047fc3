import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LedgerNote, ProvisionalStrategy } from '@spanbridge/core';
import type { TlsMaterial } from '@spanbridge/otlp';
import type { LogRecordCounts } from './provisional/log-record-counts.js';
import type { ShipSummary } from './summary.js';

/** The record formats that `ship` reads in this version; `auto` decides per record by its shape. */
export const SHIP_FORMATS = ['auto', 'tracer-meta', 'crash'] as const;

/** One of {@link SHIP_FORMATS}. */
export type ShipFormat = (typeof SHIP_FORMATS)[number];

/** What `shipFiles` tells while it runs; the command line prints these with `--json`, one object per line. */
export type ShipEvent =
  | {
      readonly type: 'rejected' | 'ignored';
      readonly file: string;
      readonly line: number;
      readonly reason: string;
      readonly detail: string;
    }
  | { readonly type: 'refused'; readonly status: number; readonly reason: string; readonly span: ReadableSpan }
  | { readonly type: 'span'; readonly span: ReadableSpan }
  /** A run that survives its process has taken its directories and begins to read. */
  | { readonly type: 'started'; readonly stateDirectory: string; readonly spoolDirectory: string }
  /** Something happened to a followed file. `lostBytes`: what it held at the last look and nobody read. */
  | {
      readonly type: 'file';
      readonly change: 'opened' | 'rotated' | 'truncated' | 'gone' | 'finished' | 'copied';
      readonly path: string;
      readonly detail: string;
      readonly lostBytes?: number;
    }
  | { readonly type: 'warning'; readonly message: string };

/** Where a run stands; handed to `onProgress` about five times a second. */
export interface ShipProgress {
  readonly bytesRead: number;
  /** Size of all inputs in bytes; undefined when one of them is stdin. */
  readonly bytesTotal: number | undefined;
  readonly records: number;
  readonly accepted: number;
  readonly elapsedMs: number;
  /** Spans on the disk that a backend has not taken yet. */
  readonly waitingSpans?: number | undefined;
  /** Of followed files: bytes that were there at the last look and have not been read. */
  readonly unreadBytes?: number | undefined;
}

/** A URL that is complete, whatever its path: what `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` holds. */
export interface TracesUrl {
  readonly tracesUrl: string;
}

/** Options of `shipFiles`. Every value that is left out has the default that is written beside it. */
export interface ShipOptions {
  /** Paths, globs, or `-` for stdin. Read one after another, globs sorted; followed files are read side by side. */
  readonly inputs: readonly string[];
  /** Default `auto`. */
  readonly format?: ShipFormat;
  /**
   * Where the spans go. A text without a path is a base and gets `/v1/traces`, one with a path is the traces URL (see
   * `resolveTracesUrl`); a {@link TracesUrl} is posted to as it stands. Default `http://127.0.0.1:4318`.
   */
  readonly endpoints?: readonly (string | TracesUrl)[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `http/protobuf`. */
  readonly protocol?: 'http/protobuf' | 'http/json';
  /** Default `none`. */
  readonly compression?: 'none' | 'gzip';
  /** Certificates of a backend with an authority of its own, or that asks for one; default those that Node brings. */
  readonly tls?: TlsMaterial;
  /** `service.name` of the resource; default `unknown_service`. */
  readonly serviceName?: string;
  /** More resource attributes. */
  readonly resource?: Readonly<Record<string, string>>;
  /** Namespace of derived ids, `[A-Za-z0-9._-]` only; default `spanbridge`. */
  readonly namespace?: string;
  /** Decode and count, send nothing; every span is told as an event of type `span` and counted `unsent`. */
  readonly dryRun?: boolean;
  /** File that keeps rejected records and refused spans whole, one JSON object per line; appended to. */
  readonly deadLetter?: string;
  /**
   * Go on reading what is added to the files, through rotation, and wait for files that are not there yet; ends by
   * `signal`. Implies a checkpoint. Of stdin: let spans leave at their end.
   */
  readonly follow?: boolean;
  /**
   * Directory that keeps how far files were read, spans that have not ended, and spans on their way out; the next run
   * goes on there. Default with `follow`: one below the user's state directory. Files are then read line by line.
   */
  readonly checkpoint?: string;
  /** Directory of a spool: spans that cannot be delivered stay there, and the next run with it sends them. */
  readonly spool?: string;
  /** Where a file begins of which the checkpoint knows nothing and that is there at the start; default `start`. */
  readonly startAt?: 'start' | 'end';
  /**
   * Silence of an unfinished span and its descendants after which it leaves; 0: never. Default one hour with `follow`,
   * else never: it leaves at the end of the input.
   */
  readonly pendingTimeoutMs?: number;
  /** What leaves of a span before its end; default `hold`, nothing. See docs/provisional-spans.md. */
  readonly provisional?: ProvisionalStrategy;
  /**
   * How long a span has run when its marker (`marker`) or first heartbeat (`log`) leaves; default 5,000 ms. Counted by
   * a monotonic clock; told while the input is read to its present end, and so never of files that are read once.
   */
  readonly provisionalMinAgeMs?: number;
  /** From one heartbeat of a span to the next (`log`); default 5,000 ms. */
  readonly provisionalHeartbeatMs?: number;
  /**
   * Where log records (`log`) are posted to, as it stands; default `/v1/logs` beside each endpoint that ends with
   * `/v1/traces`.
   */
  readonly logsUrl?: string;
  /** How long backends may still take spans after `signal`; default 5,000 ms. What is left is safe on the disk. */
  readonly drainTimeoutMs?: number;
  /**
   * How long an unreachable or refusing backend is retried without progress; default 30,000 ms, with `follow` without
   * end.
   */
  readonly retryForMs?: number;
  /** Deadline of one request, all of it; default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Spans in one request at most; default 512. A request also stays under 4 MiB uncompressed. */
  readonly batchSize?: number;
  /** Requests in flight at most; default 4. */
  readonly concurrency?: number;
  /**
   * How far the records of a mixed input (stdin, several followed files) must have got beyond the end of a span before
   * it leaves, in the time of the records; default 2,000 ms. What comes later goes out beside the span.
   */
  readonly settleMs?: number;
  /** Ends the run early: reading stops, what is read and not delivered counts as `unsent`. */
  readonly signal?: AbortSignal;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onEvent?: (event: ShipEvent) => void;
  /** Told each span that every destination has accepted; what `createDeliveryCollector` gathers. */
  readonly onAccepted?: (span: ReadableSpan) => void;
  readonly onProgress?: (progress: ShipProgress) => void;
}

/** What `shipFiles` answers: the summary, and why the run ended before its input if it did. */
export interface ShipResult {
  readonly summary: ShipSummary;
  /** Counts by reason of the columns `ignored`, `rejected`, `refused` and `unsent`. */
  readonly reasons: Readonly<Record<'ignored' | 'rejected' | 'refused' | 'unsent', Readonly<Record<string, number>>>>;
  /** What was counted beside the columns of the summary, such as `markersSuppressed`; zeros are left out. */
  readonly notes: Readonly<Partial<Record<LedgerNote, number>>>;
  /** What became of log records (`log`); undefined where there are none. They are in no column of the summary. */
  readonly logRecords?: LogRecordCounts;
  /** How many records of each format were read, such as `tracer-meta` → 71. */
  readonly formats: Readonly<Record<string, number>>;
  /** `complete`; `unreachable`: the backend could not be reached within `retryForMs`; `aborted`: by `signal`. */
  readonly outcome: 'complete' | 'unreachable' | 'aborted';
  /** The last thing that the backend or the connection said, when the outcome is `unreachable`. */
  readonly lastError: string | undefined;
}

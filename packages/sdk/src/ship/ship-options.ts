import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ShipSummary } from './summary.js';

/** The record formats that `ship` reads in this version; `auto` decides per record by its shape. */
export const SHIP_FORMATS = ['auto', 'tracer-meta'] as const;

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
  | { readonly type: 'warning'; readonly message: string };

/** Where a run stands; handed to `onProgress` about five times a second. */
export interface ShipProgress {
  readonly bytesRead: number;
  /** Size of all inputs in bytes; undefined when one of them is stdin. */
  readonly bytesTotal: number | undefined;
  readonly records: number;
  readonly accepted: number;
  readonly elapsedMs: number;
}

/** A URL that is complete, whatever its path: what `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` holds. */
export interface TracesUrl {
  readonly tracesUrl: string;
}

/** Options of `shipFiles`. Every value that is left out has the default that is written beside it. */
export interface ShipOptions {
  /** Paths, globs, or `-` for stdin. Read one after another, globs sorted. */
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
  /** How long an unreachable or refusing backend is retried without progress; default 30,000 ms. */
  readonly retryForMs?: number;
  /** Deadline of one request, all of it; default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Spans in one request at most; default 512. A request also stays under 4 MiB uncompressed. */
  readonly batchSize?: number;
  /** Requests in flight at most; default 4. */
  readonly concurrency?: number;
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
  /** How many records of each format were read, such as `tracer-meta` → 71. */
  readonly formats: Readonly<Record<string, number>>;
  /** `complete`; `unreachable`: the backend could not be reached within `retryForMs`; `aborted`: by `signal`. */
  readonly outcome: 'complete' | 'unreachable' | 'aborted';
  /** The last thing that the backend or the connection said, when the outcome is `unreachable`. */
  readonly lastError: string | undefined;
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import { SIGNAL_PATHS, type OtlpSignal } from '../codec/signal.js';
import { optionInvalid, urlInvalid } from '../errors.js';
import type { OtlpTransport } from '../transport/export-response.js';
import type { OtlpCompression, TlsMaterial } from '../transport/http-transport.js';
import { BATCH_LIMITS_DEFAULT, type BatchLimits } from './batch.js';
import type { Clock } from './clock.js';
import type { ExportOutcome } from './exporter-ledger.js';
import type { OverflowStore } from './overflow-store.js';

/**
 * How spans are spread over requests. `any`: as they come, so that spans of one trace may be in several requests at
 * once. `by-trace`: all spans of a trace go one request after the other, in their order, also through retries and the
 * spool; anchors need that, because their spans' children must not arrive before them.
 */
export type ExporterLanes = 'any' | 'by-trace';

/** Options of an `OtlpSpanExporter`. */
export interface OtlpSpanExporterOptions {
  /** The traces URL as it stands. Comes before `endpoint`. */
  readonly url?: string;
  /** A base, which gets `/v1/traces`, or, with a path, the traces URL. Default `http://127.0.0.1:4318`. */
  readonly endpoint?: string;
  /** More headers, such as credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `protobuf`. */
  readonly encoding?: OtlpEncoding;
  /** Default `none`. */
  readonly compression?: OtlpCompression;
  /** The longest time of one attempt. Default 10,000. */
  readonly timeoutMs?: number;
  readonly tls?: TlsMaterial;
  /** Requests in flight. Default 4. */
  readonly concurrency?: number;
  /** Requests in flight while the queue grows. Default 16, or `concurrency` when that is larger. */
  readonly concurrencyMax?: number;
  /** Default `any`. With `by-trace` there are `concurrencyMax` lanes, and the spool is sent one request at a time. */
  readonly lanes?: ExporterLanes;
  /** Spans in one request at most. Default 512. */
  readonly batchSpansMax?: number;
  /** Estimated size of one request at most. Default, and at most, 4 MiB. */
  readonly batchBytesMax?: number;
  /** How long after its first span a batch leaves that has not become full. Default 1,000; 50 ms for urgent spans. */
  readonly scheduleDelayMs?: number;
  /** Spans that wait at most. Default 65,536. */
  readonly queueSpansMax?: number;
  /** Estimated memory of the spans that wait. Default 64 MiB. */
  readonly queueBytesMax?: number;
  /** The deadline of `forceFlush` when the call names none. Default 30,000. */
  readonly flushTimeoutMs?: number;
  /** The deadline of `shutdown` when the call names none. Default 30,000. */
  readonly shutdownTimeoutMs?: number;
  /** Keeps what the queue cannot hold, and what cannot be sent; closed by `shutdown`. Default: none. */
  readonly spool?: OverflowStore | undefined;
  /** The name under which `spool` knows this exporter's destination. Default `traces`. */
  readonly spoolDestination?: string;
  /** Carries the requests instead of HTTP; what describes HTTP is then not used. */
  readonly transport?: OtlpTransport;
  /** Default: the clock of the process. */
  readonly clock?: Clock;
  /** From 0 to below 1; spreads the retries. Default `Math.random`. */
  readonly random?: () => number;
  /**
   * Called with the spans of a batch before any of them can be seen outside of this process: on the wire, in the spool,
   * or put away by `flushSync`. Not with markers that were withdrawn, nor with spans that are dropped. What it throws
   * is told once and changes nothing.
   */
  readonly beforeSend?: ((spans: readonly ReadableSpan[]) => void) | undefined;
  /** Told what became of each span, such as for dead letters. Spans that come from the spool were decoded anew. */
  readonly onOutcome?: ((span: ReadableSpan, outcome: ExportOutcome) => void) | undefined;
  /** Told the first time that something goes wrong, in a sentence. Default: `diag.warn` of the OTel API. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** The numbers among the options, checked and complete. */
export interface ExporterLimits {
  readonly batch: BatchLimits;
  readonly concurrency: number;
  readonly concurrencyMax: number;
  readonly lanes: ExporterLanes;
  readonly scheduleDelayMs: number;
  readonly queueSpansMax: number;
  readonly queueBytesMax: number;
  readonly flushTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
}

/** Requests in flight: at a round trip of 100 ms, 4 of 512 spans carry 20,000 spans a second. */
const CONCURRENCY_DEFAULT = 4;
const CONCURRENCY_MAX_DEFAULT = 16;

/** A second of spans is what a killed process may lose; a shorter delay makes many small requests. */
const SCHEDULE_DELAY_DEFAULT_MS = 1_000;

/** More than a second at 50,000 spans/s, and a size that a server application does not notice. */
const QUEUE_SPANS_DEFAULT = 65_536;
const QUEUE_BYTES_DEFAULT = 64 * 1024 * 1024;

/** What the SDK grants a flush and a shutdown. */
const DEADLINE_DEFAULT_MS = 30_000;

/** Checks the numbers among the options and fills in what is missing; throws a `SpanbridgeError` for a wrong one. */
export function toExporterLimits(options: OtlpSpanExporterOptions): ExporterLimits {
  const count = (name: keyof OtlpSpanExporterOptions, value: number): number => {
    if (!Number.isSafeInteger(value) || value < 1) throw optionInvalid(name, value, 'a whole number from 1 on');
    return value;
  };
  const time = (name: keyof OtlpSpanExporterOptions, value: number): number => {
    if (!(value >= 0)) throw optionInvalid(name, value, 'a number of milliseconds from 0 on');
    return value;
  };
  const { timeoutMs = 1, concurrency = CONCURRENCY_DEFAULT } = options;
  if (!(timeoutMs > 0)) throw optionInvalid('timeoutMs', timeoutMs, 'a number of milliseconds above 0');
  const { batchSpansMax, batchBytesMax } = { ...BATCH_LIMITS_DEFAULT, ...withoutUndefined(options) };
  return {
    concurrency: count('concurrency', concurrency),
    concurrencyMax: Math.max(count('concurrencyMax', options.concurrencyMax ?? CONCURRENCY_MAX_DEFAULT), concurrency),
    lanes: options.lanes ?? 'any',
    batch: {
      batchSpansMax: count('batchSpansMax', batchSpansMax),
      batchBytesMax: Math.min(count('batchBytesMax', batchBytesMax), BATCH_LIMITS_DEFAULT.batchBytesMax),
    },
    scheduleDelayMs: time('scheduleDelayMs', options.scheduleDelayMs ?? SCHEDULE_DELAY_DEFAULT_MS),
    queueSpansMax: count('queueSpansMax', options.queueSpansMax ?? QUEUE_SPANS_DEFAULT),
    queueBytesMax: count('queueBytesMax', options.queueBytesMax ?? QUEUE_BYTES_DEFAULT),
    flushTimeoutMs: time('flushTimeoutMs', options.flushTimeoutMs ?? DEADLINE_DEFAULT_MS),
    shutdownTimeoutMs: time('shutdownTimeoutMs', options.shutdownTimeoutMs ?? DEADLINE_DEFAULT_MS),
  };
}

/** Where a receiver on this machine listens. IPv4 on purpose: `localhost` may be ::1. */
const ENDPOINT_DEFAULT = 'http://127.0.0.1:4318';

/** The traces URL of the options; throws a `SpanbridgeError` when it is none. */
export function toTracesUrl(options: Pick<OtlpSpanExporterOptions, 'url' | 'endpoint'>): string {
  return toSignalUrl(options, 'traces');
}

/** The URL of a signal; throws a `SpanbridgeError` when it is none. */
export function toSignalUrl(
  { url, endpoint = ENDPOINT_DEFAULT }: Pick<OtlpSpanExporterOptions, 'url' | 'endpoint'>,
  signal: OtlpSignal,
): string {
  if (url !== undefined) return url;
  if (!URL.canParse(endpoint)) throw urlInvalid('is not a URL', signal);
  const base = new URL(endpoint);
  if (base.pathname === '/' || base.pathname === '') base.pathname = SIGNAL_PATHS[signal];
  return base.href;
}

/** Options that were given as undefined are not given. */
function withoutUndefined(options: OtlpSpanExporterOptions): OtlpSpanExporterOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

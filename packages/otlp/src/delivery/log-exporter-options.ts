import type { LogRecord } from '../codec/log-record.js';
import { optionInvalid } from '../errors.js';
import { BATCH_LIMITS_DEFAULT, type BatchLimits } from './batch.js';
import type { OtlpSpanExporterOptions } from './exporter-options.js';
import type { LogOutcome } from './log-ledger.js';

/** Options of an `OtlpLogExporter`; those that are not named here mean what they mean for an `OtlpSpanExporter`. */
export interface OtlpLogExporterOptions extends Pick<
  OtlpSpanExporterOptions,
  | 'headers'
  | 'encoding'
  | 'compression'
  | 'timeoutMs'
  | 'tls'
  | 'flushTimeoutMs'
  | 'shutdownTimeoutMs'
  | 'transport'
  | 'clock'
  | 'random'
  | 'warn'
> {
  /** The logs URL as it stands. Comes before `endpoint`. */
  readonly url?: string;
  /** A base, which gets `/v1/logs`, or, with a path, the logs URL. Default `http://127.0.0.1:4318`. */
  readonly endpoint?: string;
  /** Requests in flight. Default 4. */
  readonly concurrency?: number;
  /** Records in one request at most. Default 512. */
  readonly batchRecordsMax?: number;
  /** Estimated size of one request at most. Default, and at most, 4 MiB. */
  readonly batchBytesMax?: number;
  /** How long after its first record a batch leaves that has not become full. Default 1,000. */
  readonly scheduleDelayMs?: number;
  /** Records that wait at most. Default 16,384. */
  readonly queueRecordsMax?: number;
  /** Estimated memory of the records that wait. Default 32 MiB. */
  readonly queueBytesMax?: number;
  /**
   * Keeps what cannot be sent; closed by `shutdown`. A store of its own: that of a span exporter is not shared, because
   * each of the two would wait for the other's records. Default: none.
   */
  readonly spool?: OtlpSpanExporterOptions['spool'];
  /** The name under which `spool` knows this exporter's destination. Default `logs`. */
  readonly spoolDestination?: string;
  /** Told what became of each record. Records that come from the spool were decoded anew. */
  readonly onOutcome?: ((record: LogRecord, outcome: LogOutcome) => void) | undefined;
}

/** The numbers among the options, checked and complete. */
export interface LogExporterLimits {
  readonly batch: BatchLimits;
  readonly concurrency: number;
  readonly scheduleDelayMs: number;
  readonly queueRecordsMax: number;
  readonly queueBytesMax: number;
  readonly flushTimeoutMs: number;
  readonly shutdownTimeoutMs: number;
}

/** As for spans: at a round trip of 100 ms, 4 of 512 records carry 20,000 records a second. */
const CONCURRENCY_DEFAULT = 4;

/** As for spans: what a killed process may lose. */
const SCHEDULE_DELAY_DEFAULT_MS = 1_000;

/** Several seconds of a busy application; spans, which are more and smaller, have more room. */
const QUEUE_RECORDS_DEFAULT = 16_384;
const QUEUE_BYTES_DEFAULT = 32 * 1024 * 1024;

/** What the SDK grants a flush and a shutdown. */
const DEADLINE_DEFAULT_MS = 30_000;

/** Checks the numbers among the options and fills in what is missing; throws a `SpanbridgeError` for a wrong one. */
export function toLogExporterLimits(options: OtlpLogExporterOptions): LogExporterLimits {
  const count = (name: keyof OtlpLogExporterOptions, value: number): number => {
    if (!Number.isSafeInteger(value) || value < 1) throw optionInvalid(name, value, 'a whole number from 1 on');
    return value;
  };
  const time = (name: keyof OtlpLogExporterOptions, value: number): number => {
    if (!(value >= 0)) throw optionInvalid(name, value, 'a number of milliseconds from 0 on');
    return value;
  };
  const { timeoutMs = 1 } = options;
  if (!(timeoutMs > 0)) throw optionInvalid('timeoutMs', timeoutMs, 'a number of milliseconds above 0');
  const { batchSpansMax, batchBytesMax } = BATCH_LIMITS_DEFAULT;
  return {
    concurrency: count('concurrency', options.concurrency ?? CONCURRENCY_DEFAULT),
    batch: {
      batchSpansMax: count('batchRecordsMax', options.batchRecordsMax ?? batchSpansMax),
      batchBytesMax: Math.min(count('batchBytesMax', options.batchBytesMax ?? batchBytesMax), batchBytesMax),
    },
    scheduleDelayMs: time('scheduleDelayMs', options.scheduleDelayMs ?? SCHEDULE_DELAY_DEFAULT_MS),
    queueRecordsMax: count('queueRecordsMax', options.queueRecordsMax ?? QUEUE_RECORDS_DEFAULT),
    queueBytesMax: count('queueBytesMax', options.queueBytesMax ?? QUEUE_BYTES_DEFAULT),
    flushTimeoutMs: time('flushTimeoutMs', options.flushTimeoutMs ?? DEADLINE_DEFAULT_MS),
    shutdownTimeoutMs: time('shutdownTimeoutMs', options.shutdownTimeoutMs ?? DEADLINE_DEFAULT_MS),
  };
}

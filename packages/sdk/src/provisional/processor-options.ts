import type { SpanExporter } from '@opentelemetry/sdk-trace';
import {
  PROVISIONAL_STRATEGIES,
  PROVISIONAL_TIMING_DEFAULT,
  SpanbridgeError,
  type ProvisionalStrategy,
  type ProvisionalTiming,
} from '@spanbridge/core';
import { BACKGROUND_CLOCK, type Clock, type LogExporterLedger, type LogRecord } from '@spanbridge/otlp';
import type { OpenSpanJournal } from '../crash/open-span-journal.js';
import { SDK_ERROR_CODES } from '../errors.js';
import type { SpanTaker } from '../provider/delivery-span-processor.js';
import { EVENT_TARGETS, type EventTarget } from './span-event-records.js';

/** Takes log records one by one, in its own time; `OtlpLogExporter` is one. */
export interface LogTaker {
  /** Takes a record at once; neither waits nor throws. Records of one lane keep their order. */
  add(record: LogRecord, how?: { readonly lane?: string; readonly lifetimeMs?: number }): void;
  forceFlush(timeoutMs?: number): Promise<void>;
  shutdown(timeoutMs?: number): Promise<void>;
  /** Puts away what waits before it returns, for the end of the process. */
  flushSync?(): unknown;
  ledger?(): LogExporterLedger;
}

/** Of a journal of open spans, what a processor uses. */
export type SpanJournal = Pick<OpenSpanJournal, 'started' | 'ended' | 'sync' | 'close'>;

/** Options of a `ProvisionalSpanProcessor`. */
export interface ProvisionalSpanProcessorOptions {
  /**
   * Where spans go: an `OtlpSpanExporter`, which takes them one by one, or any `SpanExporter`, which gets them in
   * batches. Flushed and shut down by the processor.
   */
  readonly exporter: SpanTaker | SpanExporter;
  /** How running spans are shown. Default `marker`: who constructs this processor wants to see them. */
  readonly provisional?: ProvisionalStrategy | undefined;
  /** Age of a span at its marker or first heartbeat. Default 5,000. */
  readonly provisionalMinAgeMs?: number | undefined;
  /** From one heartbeat to the next (`log`). Default 5,000. */
  readonly provisionalHeartbeatMs?: number | undefined;
  /** After so many heartbeats of silence a collector has sent the span itself (`log`). Default 3. */
  readonly provisionalExpiryFactor?: number | undefined;
  /** Takes heartbeats and log events: needed for `log`, and for `events` beside `spans`. Shut down with `exporter`. */
  readonly logExporter?: LogTaker | undefined;
  /** Where span events go. Default `spans`. */
  readonly events?: EventTarget | undefined;
  /** Open spans at most; when there are more, the oldest eighth leaves unfinished (`evicted`). Default 100,000. */
  readonly openSpansMax?: number | undefined;
  /** Keeps open spans on the disk for the case of a crash. Closed by `shutdown`. Default: none. */
  readonly journal?: SpanJournal | undefined;
  /** Default: the clock of the process; its waits keep nothing alive. */
  readonly clock?: Clock | undefined;
  /** The wall clock, for the time of heartbeats. Default `Date.now`. */
  readonly unixNowMs?: (() => number) | undefined;
  /** Told in a sentence when something goes wrong. Default: `diag.warn` of the OTel API. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** The options, checked and complete. */
export interface ProcessorSettings {
  readonly strategy: ProvisionalStrategy;
  readonly timing: ProvisionalTiming;
  readonly events: EventTarget;
  readonly openSpansMax: number;
  readonly clock: Clock;
  readonly unixNowMs: () => number;
}

/** More open spans than any program has on purpose, and not more than a few hundred megabytes of them. */
const OPEN_SPANS_DEFAULT = 100_000;

/** Checks the options and fills in what is missing; throws `INVALID_OPTION`. */
export function toProcessorSettings(options: ProvisionalSpanProcessorOptions): ProcessorSettings {
  const { provisional: strategy = 'marker', events = 'spans', openSpansMax = OPEN_SPANS_DEFAULT } = options;
  if (!isExporter(options.exporter)) throw invalid('exporter', 'is no exporter', 'Give an OtlpSpanExporter or another');
  checkWord('provisional', strategy, PROVISIONAL_STRATEGIES);
  checkWord('events', events, EVENT_TARGETS);
  checkNumber('openSpansMax', openSpansMax, 1);
  if (options.logExporter === undefined && (strategy === 'log' || events !== 'spans')) {
    const what = strategy === 'log' ? 'provisional "log"' : `events "${events}"`;
    throw invalid('logExporter', `is missing, but ${what} sends log records`, 'Give an OtlpLogExporter');
  }
  return {
    strategy,
    timing: toTiming(options),
    events,
    openSpansMax,
    clock: options.clock ?? BACKGROUND_CLOCK,
    unixNowMs: options.unixNowMs ?? Date.now,
  };
}

/** Whether an exporter takes spans one by one. */
export function isSpanTaker(exporter: SpanTaker | SpanExporter): exporter is SpanTaker {
  return typeof (exporter as Partial<SpanTaker>).add === 'function';
}

function isExporter(exporter: unknown): boolean {
  if (typeof exporter !== 'object' || exporter === null) return false;
  return isSpanTaker(exporter as SpanTaker) || typeof (exporter as Partial<SpanExporter>).export === 'function';
}

function toTiming(options: ProvisionalSpanProcessorOptions): ProvisionalTiming {
  const {
    provisionalMinAgeMs: minAgeMs = PROVISIONAL_TIMING_DEFAULT.minAgeMs,
    provisionalHeartbeatMs: heartbeatMs = PROVISIONAL_TIMING_DEFAULT.heartbeatMs,
    provisionalExpiryFactor: expiryFactor = PROVISIONAL_TIMING_DEFAULT.expiryFactor,
  } = options;
  checkNumber('provisionalMinAgeMs', minAgeMs, 0);
  checkNumber('provisionalHeartbeatMs', heartbeatMs, 1);
  checkNumber('provisionalExpiryFactor', expiryFactor, 1);
  return { minAgeMs, heartbeatMs, expiryFactor };
}

function checkNumber(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw invalid(name, `is ${String(value)}`, `Give a whole number from ${least} on`);
}

function checkWord(name: string, value: string, words: readonly string[]): void {
  if (words.includes(value)) return;
  throw invalid(name, `is ${JSON.stringify(value)}`, `Give one of: ${words.join(', ')}`);
}

function invalid(name: string, fault: string, remedy: string): SpanbridgeError {
  return new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_OPTION,
    `The option ${name} of ProvisionalSpanProcessor ${fault}. ${remedy}.`,
  );
}

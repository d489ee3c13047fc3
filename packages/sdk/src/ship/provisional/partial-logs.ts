import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { millisToNanos, type PartialEvent, PROVISIONAL_TIMING_DEFAULT, toHrTime } from '@spanbridge/core';
import { type LogOutcome, type LogRecord, OtlpLogExporter, type OtlpLogExporterOptions } from '@spanbridge/otlp';
import {
  createHeartbeat,
  createStop,
  partialLaneOf,
  partialLaneOfRecord,
} from '../../provisional/partial-log-record.js';
import type { DeliveryOptions } from '../destinations.js';
import { BATCH_SPANS_DEFAULT } from '../ship-defaults.js';
import type { LogRecordCounts } from './log-record-counts.js';
import type { RunningSpanLogs, StopFate } from './running-span-logs.js';

/** A place that takes log records, with the store that keeps what it does not take. */
export interface LogDestination {
  readonly url: string;
  readonly spool?: OtlpLogExporterOptions['spool'];
}

/** Options of {@link PartialLogs}. */
export interface PartialLogsOptions {
  /** Each URL once. */
  readonly destinations: readonly LogDestination[];
  readonly delivery: DeliveryOptions;
  /** From one heartbeat of a span to the next; default 5,000. */
  readonly heartbeatMs: number | undefined;
  readonly warn: (message: string) => void;
  /** The time that records say. Default `Date.now`. */
  readonly nowUnixMs?: () => number;
}

/** How long records wait for others: a heartbeat is due by the clock, and not worth a request of its own. */
const GATHER_MS = 50;

/**
 * Sends heartbeats and stops of running spans as log records, to every destination. A heartbeat is worth nothing once
 * the next is due, and is never kept; a stop is delivered, or kept where there is a store. Those of one span go through
 * one lane: no heartbeat comes after its stop.
 */
export class PartialLogs implements RunningSpanLogs {
  private readonly exporters: readonly OtlpLogExporter[];
  /** Stops that somebody waits for, with what the destinations have said of them so far. */
  private readonly awaited = new Map<LogRecord, AwaitedStop>();
  private readonly heartbeatMs: number;
  /** Stops that were not sent to some destination, and that whoever awaits them still has. */
  private leftToOthers = 0;

  constructor(private readonly options: PartialLogsOptions) {
    this.heartbeatMs = options.heartbeatMs ?? PROVISIONAL_TIMING_DEFAULT.heartbeatMs;
    const onOutcome = (record: LogRecord, outcome: LogOutcome): void => {
      this.note(record, outcome);
    };
    this.exporters = options.destinations.map((destination) => createExporter(destination, options, onOutcome));
  }

  /** Sends what is to be told of one span. */
  tell(span: ReadableSpan, event: PartialEvent): void {
    const lane = partialLaneOf(span);
    if (event === 'stop') {
      this.add(this.stopOf(span), { lane });
      return;
    }
    const { heartbeatMs } = this;
    this.add(createHeartbeat(span, { now: this.now(), frequencyMs: heartbeatMs }), { lane, lifetimeMs: heartbeatMs });
  }

  /** The record that says that a span runs no more, for those who keep it before it is delivered. */
  stopOf(span: ReadableSpan): LogRecord {
    return createStop(span, { now: this.now() });
  }

  /** Sends a stop to every destination, behind the heartbeats of its span; answers when all have taken care of it. */
  deliver(stop: LogRecord): Promise<StopFate> {
    return new Promise((resolve) => {
      this.awaited.set(stop, { left: this.exporters.length, fate: 'settled', resolve });
      const lane = partialLaneOfRecord(stop);
      this.add(stop, lane === undefined ? {} : { lane });
    });
  }

  /** Sends what waits, keeps or gives up what does not arrive in time, and closes the connections. */
  async finish(timeoutMs: number): Promise<void> {
    await Promise.all(this.exporters.map((exporter) => exporter.shutdown(timeoutMs)));
  }

  /** What became of the records so far, over all destinations. */
  counts(): LogRecordCounts {
    const ledgers = this.exporters.map((exporter) => exporter.ledger());
    const sum = (column: keyof LogRecordCounts): number => ledgers.reduce((total, one) => total + one[column], 0);
    const left = this.leftToOthers;
    return {
      ...{ accepted: sum('accepted'), refused: sum('refused') },
      ...{ dropped: sum('dropped') - left, spooled: sum('spooled') + left },
    };
  }

  private now(): ReturnType<typeof toHrTime> {
    return toHrTime(millisToNanos((this.options.nowUnixMs ?? Date.now)()));
  }

  private note(record: LogRecord, outcome: LogOutcome): void {
    const stop = this.awaited.get(record);
    if (stop === undefined) return;
    if (outcome.status === 'dropped' && UNDECIDED.has(outcome.reason)) {
      stop.fate = 'unsent';
      this.leftToOthers += 1;
    }
    stop.left -= 1;
    if (stop.left > 0) return;
    this.awaited.delete(record);
    stop.resolve(stop.fate);
  }

  private add(record: LogRecord, terms: { readonly lane?: string; readonly lifetimeMs?: number }): void {
    for (const exporter of this.exporters) exporter.add(record, terms);
  }
}

/** A stop and who waits for it. */
interface AwaitedStop {
  /** Destinations that have not answered. */
  left: number;
  fate: StopFate;
  readonly resolve: (fate: StopFate) => void;
}

/** The run ended before a record was sent: whoever still has it may send it another time. */
const UNDECIDED: ReadonlySet<string> = new Set(['shutdown', 'exit', 'closed']);

function createExporter(
  { url, spool }: LogDestination,
  { delivery, warn }: PartialLogsOptions,
  onOutcome: NonNullable<OtlpLogExporterOptions['onOutcome']>,
): OtlpLogExporter {
  const { headers, protocol, compression, timeoutMs, tls, batchSize, concurrency } = delivery;
  return new OtlpLogExporter({
    url,
    warn,
    onOutcome,
    encoding: protocol === 'http/json' ? 'json' : 'protobuf',
    scheduleDelayMs: GATHER_MS,
    batchRecordsMax: batchSize ?? BATCH_SPANS_DEFAULT,
    ...(spool === undefined ? {} : { spool }),
    ...(compression === undefined ? {} : { compression }),
    ...(headers === undefined ? {} : { headers }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(tls === undefined ? {} : { tls }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { millisToNanos, type PartialEvent, PROVISIONAL_TIMING_DEFAULT, toHrTime } from '@spanbridge/core';
import { type LogRecord, OtlpLogExporter, type OtlpLogExporterOptions } from '@spanbridge/otlp';
import { createHeartbeat, createStop, partialLaneOf } from '../../provisional/partial-log-record.js';
import type { DeliveryOptions } from '../destinations.js';
import { BATCH_SPANS_DEFAULT } from '../ship-defaults.js';
import type { LogRecordCounts } from './log-record-counts.js';

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
export class PartialLogs {
  private readonly exporters: readonly OtlpLogExporter[];
  private readonly heartbeatMs: number;

  constructor(private readonly options: PartialLogsOptions) {
    this.heartbeatMs = options.heartbeatMs ?? PROVISIONAL_TIMING_DEFAULT.heartbeatMs;
    this.exporters = options.destinations.map((destination) => createExporter(destination, options));
  }

  /** Sends what is to be told of one span. */
  tell(span: ReadableSpan, event: PartialEvent): void {
    const now = toHrTime(millisToNanos((this.options.nowUnixMs ?? Date.now)()));
    const lane = partialLaneOf(span);
    if (event === 'stop') {
      this.add(createStop(span, { now }), { lane });
      return;
    }
    const { heartbeatMs } = this;
    this.add(createHeartbeat(span, { now, frequencyMs: heartbeatMs }), { lane, lifetimeMs: heartbeatMs });
  }

  /** Sends what waits, keeps or gives up what does not arrive in time, and closes the connections. */
  async finish(timeoutMs: number): Promise<void> {
    await Promise.all(this.exporters.map((exporter) => exporter.shutdown(timeoutMs)));
  }

  /** What became of the records so far, over all destinations. */
  counts(): LogRecordCounts {
    const ledgers = this.exporters.map((exporter) => exporter.ledger());
    const sum = (column: keyof LogRecordCounts): number => ledgers.reduce((total, one) => total + one[column], 0);
    return { accepted: sum('accepted'), refused: sum('refused'), dropped: sum('dropped'), spooled: sum('spooled') };
  }

  private add(record: LogRecord, terms: { readonly lane: string; readonly lifetimeMs?: number }): void {
    for (const exporter of this.exporters) exporter.add(record, terms);
  }
}

function createExporter({ url, spool }: LogDestination, { delivery, warn }: PartialLogsOptions): OtlpLogExporter {
  const { headers, protocol, compression, timeoutMs, tls, batchSize, concurrency } = delivery;
  return new OtlpLogExporter({
    url,
    warn,
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

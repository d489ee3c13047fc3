import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { PartialEvent } from '@spanbridge/core';
import type { LogRecord } from '@spanbridge/otlp';
import type { LogRecordCounts } from './log-record-counts.js';

/**
 * What became of a stop: `settled` when every destination has it, has turned it down, or has a store that keeps it;
 * `unsent` when the run ended before that.
 */
export type StopFate = 'settled' | 'unsent';

/** Where a run tells of spans that run, and that they run no more. */
export interface RunningSpanLogs {
  /** Sends what is to be told of one span. */
  tell(span: ReadableSpan, event: PartialEvent): void;
  /** The record that says that a span runs no more. */
  stopOf(span: ReadableSpan): LogRecord;
  /** Sends a stop behind the heartbeats of its span. Never rejects. */
  deliver(stop: LogRecord): Promise<StopFate>;
  /** Sends what waits, keeps or gives up what does not arrive in time. */
  finish(timeoutMs: number): Promise<void>;
  /** What became of the records so far; undefined where there was no occasion for any. */
  counts(): LogRecordCounts | undefined;
}

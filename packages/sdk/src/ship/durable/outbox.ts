import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@spanbridge/core';
import {
  decodeTraces,
  type LogRecord,
  type SpanOutcome,
  type Spool,
  type SpoolRecord,
  type SpoolSyncResult,
} from '@spanbridge/otlp';
import type { Destination } from '../destinations.js';
import type { RunningSpanLogs } from '../provisional/running-span-logs.js';
import { OutcomeCollector, worseOutcome } from '../span-fates.js';
import { destinationName } from './destination-name.js';
import { OutboxLane } from './outbox-lane.js';
import { toSpoolEntries, toStopEntries } from './spool-entries.js';
import { StopCourier } from './stop-courier.js';
import { Wakeup } from './wakeup.js';

/** Options of an {@link Outbox}. */
export interface OutboxOptions {
  readonly spool: Spool;
  readonly destinations: readonly Destination[];
  readonly batchSpansMax: number;
  /** Requests in flight for each destination. */
  readonly concurrency: number;
  /** Requests of one trace follow one another, and records are cut so that others need not wait. Default false. */
  readonly isLaned?: boolean;
  /** Sends the stops of running spans that lie between the spans. */
  readonly logs: Pick<RunningSpanLogs, 'deliver'>;
  /** The run has no end of its own. Default false. */
  readonly isEndless?: boolean;
  /** What became of a span, once, when all destinations have answered; the span itself if it is still in memory. */
  readonly onOutcome: (outcome: SpanOutcome, span: ReadableSpan | undefined) => void;
  /** A destination refused a span. */
  readonly onRefused: (span: ReadableSpan, outcome: SpanOutcome & { readonly status: 'refused' }) => void;
  /** A span goes out that an earlier run had left in the spool; `isMarker`: under a derived id. */
  readonly onInherited: (isMarker: boolean) => void;
}

/** Spans of records that are kept beside the spool so that they need not be read back. */
const RECENT_SPANS_MAX = 20_000;

/** What became of spans that were handed to {@link Outbox.append}. */
export type OutboxAppendResult =
  | { readonly status: 'appended'; readonly lastSequence: number }
  | { readonly status: 'full' }
  | { readonly status: 'failed'; readonly detail: string };

/**
 * Spans on their way out, on disk first: nothing is sent before it is written and published, so what has been sent once
 * can only ever be sent again as it was. Every destination takes from the one spool at its own pace.
 */
export class Outbox {
  private readonly lanes: readonly OutboxLane[];
  private readonly fates: OutcomeCollector<number, readonly SpanOutcome[]>;
  private readonly recent = new Map<number, readonly ReadableSpan[]>();
  private recentSpans = 0;
  /** Spans of records that were appended by this run and that some destination still lacks. */
  private readonly awaited = new Map<number, number>();
  private awaitedSpans = 0;
  /** Records that an earlier run left and that were counted by this one. */
  private readonly inheritedSeen = new Set<number>();
  private readonly inheritedUpTo: number;
  private publishedUpTo: number;
  private readonly progress = new Wakeup();

  constructor(private readonly options: OutboxOptions) {
    const { spool, destinations, batchSpansMax, concurrency } = options;
    this.inheritedUpTo = spool.lastSequence;
    this.publishedUpTo = spool.lastSequence;
    this.fates = new OutcomeCollector(destinations.length, worseOutcomes, (sequence, outcomes) => {
      this.settle(sequence, outcomes);
    });
    const courier = new StopCourier(options.logs, destinations.length);
    this.lanes = destinations.map((destination) => {
      return new OutboxLane({
        destination,
        queue: spool.destination(destinationName(destination.tracesUrl)),
        batchSpansMax,
        concurrency,
        isEndless: options.isEndless ?? false,
        sequenceMax: () => this.publishedUpTo,
        spansOf: (record) => this.spansOf(record),
        deliverStop: (record) => courier.deliver(record),
        onSettled: (record, outcomes) => {
          this.noteOutcomes(record, outcomes);
        },
        onProgress: () => {
          this.progress.notify();
        },
      });
    });
  }

  /** Begins to send. */
  start(): void {
    for (const lane of this.lanes) lane.start();
  }

  /**
   * Writes spans to the spool, behind the stops of those that ran. They do not go out before {@link Outbox.publish}.
   */
  async append(spans: readonly ReadableSpan[], stops: readonly LogRecord[] = []): Promise<OutboxAppendResult> {
    const { spool, isLaned = false, concurrency } = this.options;
    if (spans.length + stops.length === 0) return { status: 'appended', lastSequence: spool.lastSequence };
    const records = toSpoolEntries(spans, isLaned ? concurrency : 1);
    const result = await spool.append([...toStopEntries(stops), ...records.map(({ entry }) => entry)]);
    if (result.status !== 'appended') return result;
    records.forEach((record, index) => {
      this.keep(result.firstSequence + stops.length + index, record.spans);
    });
    return { status: 'appended', lastSequence: result.lastSequence };
  }

  /** The last record that was appended, by this run or an earlier one. */
  get lastSequence(): number {
    return this.options.spool.lastSequence;
  }

  /** Makes durable what was appended. */
  sync(): Promise<SpoolSyncResult> {
    return this.options.spool.sync();
  }

  /** Lets everything go out that was appended so far. */
  publish(): void {
    this.publishedUpTo = this.options.spool.lastSequence;
    for (const lane of this.lanes) lane.wake();
  }

  /** Resolves when an append that was answered `full` may succeed, or the signal aborts. */
  waitForRoom(signal: AbortSignal | undefined): Promise<void> {
    return this.options.spool.waitForRoom(signal);
  }

  /** Resolves when the least laden destination has fewer spans to take than `spansMax`, or the signal aborts. */
  async makeRoom(spansMax: number, signal: AbortSignal | undefined): Promise<void> {
    while (this.leastPendingSpans > spansMax && signal?.aborted !== true && !this.isOver) {
      await this.progress.nextOrAborted(signal);
    }
  }

  /**
   * Resolves when every destination has all spans or is given up, or the signal aborts. All stops have been handed over
   * then; whoever has them knows whether they arrive.
   */
  async drain(signal: AbortSignal): Promise<void> {
    const isDone = (lane: OutboxLane): boolean => lane.isOver || (lane.pendingSpans === 0 && lane.hasTakenAll);
    while (!this.lanes.every(isDone) && !signal.aborted) await this.progress.nextOrAborted(signal);
  }

  /** Sends nothing more. The senders and the logs must have been closed, or this waits for their attempts. */
  async stop(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }

  /** No destination takes anything any more. */
  get isOver(): boolean {
    return this.lanes.every((lane) => lane.isOver);
  }

  /** Some destination was given up. */
  get hasGivenUp(): boolean {
    return this.lanes.some((lane) => lane.lastError !== undefined);
  }

  /** The last thing that a backend or a connection said of spans that did not arrive. */
  get lastError(): string | undefined {
    return this.lanes.map((lane) => lane.lastError).find((error) => error !== undefined);
  }

  /** Spans in the spool that the destination which is furthest behind lacks. */
  get waitingSpans(): number {
    return Math.max(...this.lanes.map(({ pendingSpans }) => pendingSpans));
  }

  /**
   * Spans in the spool that some destination lacks: of this run, and of earlier ones.
   *
   * @param droppedSpans - spans of this run that the spool has lost
   */
  undelivered(droppedSpans: number): { readonly ownSpans: number; readonly inheritedSpans: number } {
    const ownSpans = Math.max(0, this.awaitedSpans - droppedSpans);
    return { ownSpans, inheritedSpans: Math.max(0, this.waitingSpans - ownSpans) };
  }

  private get leastPendingSpans(): number {
    return Math.min(...this.lanes.filter((lane) => !lane.isOver).map(({ pendingSpans }) => pendingSpans));
  }

  private keep(sequence: number, spans: readonly ReadableSpan[]): void {
    this.awaited.set(sequence, spans.length);
    this.awaitedSpans += spans.length;
    this.recent.set(sequence, spans);
    this.recentSpans += spans.length;
    for (const [oldest, list] of this.recent) {
      if (this.recentSpans <= RECENT_SPANS_MAX) return;
      this.recent.delete(oldest);
      this.recentSpans -= list.length;
    }
  }

  /** The spans of a record as they were appended, or as the disk has them: equal, byte for byte, once encoded. */
  private spansOf({ sequence, body }: SpoolRecord): readonly ReadableSpan[] {
    const recent = this.recent.get(sequence);
    if (recent !== undefined) return recent;
    const decoded = decodeTraces(body, 'protobuf');
    return decoded.status === 'decoded' ? decoded.spans : [];
  }

  private noteOutcomes(record: SpoolRecord, outcomes: readonly SpanOutcome[]): void {
    const spans = this.spansOf(record);
    outcomes.forEach((outcome, index) => {
      const span = spans[index];
      if (outcome.status === 'refused' && span !== undefined) this.options.onRefused(span, outcome);
    });
    if (record.sequence > this.inheritedUpTo) this.fates.note(record.sequence, outcomes);
    else this.settleInherited(record.sequence, spans, outcomes);
  }

  private settle(sequence: number, outcomes: readonly SpanOutcome[]): void {
    const spans = this.recent.get(sequence);
    this.awaitedSpans -= this.awaited.get(sequence) ?? 0;
    this.awaited.delete(sequence);
    if (this.recent.delete(sequence)) this.recentSpans -= spans?.length ?? 0;
    outcomes.forEach((outcome, index) => {
      this.options.onOutcome(outcome, spans?.[index]);
    });
  }

  /** Of what an earlier run left it is not known which destinations have it already: the first answer counts. */
  private settleInherited(sequence: number, spans: readonly ReadableSpan[], outcomes: readonly SpanOutcome[]): void {
    if (this.inheritedSeen.has(sequence)) return;
    if (this.lanes.length > 1) this.inheritedSeen.add(sequence);
    outcomes.forEach((outcome, index) => {
      this.options.onInherited(spans[index]?.attributes[ATTRIBUTE.spanPhase] !== undefined);
      this.options.onOutcome(outcome, spans[index]);
    });
  }
}

/** The worse of two outcomes for each span of a record. */
function worseOutcomes(a: readonly SpanOutcome[], b: readonly SpanOutcome[]): readonly SpanOutcome[] {
  return b.map((outcome, index) => worseOutcome(a[index], outcome));
}

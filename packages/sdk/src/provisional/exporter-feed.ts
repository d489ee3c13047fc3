import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@spanbridge/core';
import { BATCH_LIMITS_DEFAULT, isWithdrawn, type Clock } from '@spanbridge/otlp';
import { untraced } from '../context/suppressed.js';
import type { SpanTaker } from '../provider/delivery-span-processor.js';
import type { Faults } from './faults.js';

/** Spans that wait at most: more than a second of 50,000 a second. */
const QUEUE_SPANS_MAX = 65_536;

/** From this part of a full queue on no marker is taken in: it only announces a span that needs the room itself. */
const MARKERS_UP_TO_PART = 0.75;

/** How long after its first span a batch leaves that has not become full. */
const SCHEDULE_DELAY_MS = 1_000;

/** The same for a batch with a marker or an anchor: it says that something runs, and has to say it now. */
const URGENT_DELAY_MS = 20;

/** What an exporter may take for one batch, and what a flush or a shutdown may take; the SDK grants the same. */
const EXPORT_TIMEOUT_MS = 30_000;

/** Options of an {@link ExporterFeed}. */
export interface ExporterFeedOptions {
  readonly exporter: SpanExporter;
  /** Told of the spans of a batch before the exporter gets it. */
  readonly beforeExport: (spans: readonly ReadableSpan[]) => void;
  readonly clock: Clock;
  /** For deadlines that somebody waits for: its timers hold the process. */
  readonly deadlineClock: Clock;
  readonly faults: Faults;
  readonly queueSpansMax?: number;
}

/** What became of the spans that were handed to a feed; `taken` is the sum of the others. */
export interface FeedLedger {
  readonly taken: number;
  /** The exporter called back with success. */
  readonly exported: number;
  /** It called back with an error, threw, or did not call back in time. */
  readonly failed: number;
  /** Markers whose span had ended before they left. */
  readonly withdrawn: number;
  /** The queue was full, or shut down. */
  readonly dropped: number;
  /** They wait, or are with the exporter. */
  readonly waiting: number;
}

interface Waiter {
  readonly target: number;
  readonly wake: () => void;
}

/**
 * Feeds any `SpanExporter` in batches, one after the other, so that what was handed over first arrives first. Asks
 * right before each export which markers have become needless. Never throws, never keeps the process alive but for a
 * flush or a shutdown under way.
 */
export class ExporterFeed implements SpanTaker {
  private queue: ReadableSpan[] = [];
  private readonly counts = { taken: 0, exported: 0, failed: 0, withdrawn: 0, dropped: 0 };
  private flying = 0;
  /** Waits that run; those that fire for nothing find an empty queue. */
  private isScheduled = false;
  private isUrgent = false;
  private isFull = false;
  private readonly closing = new AbortController();
  private isPumping = false;
  private waiters: Waiter[] = [];
  private isClosed = false;

  constructor(private readonly options: ExporterFeedOptions) {}

  /** Takes a span in; drops it, counted, when there is no room or after the shutdown. */
  add(span: ReadableSpan): void {
    this.counts.taken += 1;
    const phase = span.attributes[ATTRIBUTE.spanPhase];
    const isMarker = phase === 'pending';
    if (this.isClosed || !this.hasRoom(isMarker)) {
      this.counts.dropped += 1;
      return;
    }
    this.queue.push(span);
    if (!this.isFull && this.queue.length >= BATCH_LIMITS_DEFAULT.batchSpansMax) this.leaveInNextTurn();
    if (isMarker || phase === 'anchor') this.leaveUrgently();
    if (!this.isScheduled) this.leaveInTime();
  }

  /** Resolves when the exporter has answered for every span that was taken before; rejects when it failed for one. */
  async forceFlush(): Promise<void> {
    const failedBefore = this.counts.failed;
    const isDrained = await this.drain();
    await this.options.exporter.forceFlush?.();
    const failed = this.counts.failed - failedBefore;
    if (failed > 0) throw new Error(`The exporter did not take ${failed} spans.`);
    if (!isDrained) throw new Error(`The exporter has not answered for all spans within ${EXPORT_TIMEOUT_MS} ms.`);
  }

  /** Exports what waits, then shuts the exporter down. Spans that come later, or have no time left, are dropped. */
  async shutdown(): Promise<void> {
    this.isClosed = true;
    await this.drain();
    this.counts.dropped += this.queue.length;
    this.queue = [];
    this.closing.abort();
    await this.options.exporter.shutdown();
  }

  /** Hands everything that waits to the exporter before it returns; what the exporter makes of it then is its own. */
  flushSync(): void {
    for (let batch = this.takeBatch(); batch !== undefined; batch = this.takeBatch()) void this.export(batch);
  }

  /** The account of this moment. */
  ledger(): FeedLedger {
    return { ...this.counts, waiting: this.queue.length + this.flying };
  }

  private hasRoom(isMarker: boolean): boolean {
    const { queueSpansMax = QUEUE_SPANS_MAX } = this.options;
    return this.queue.length < (isMarker ? queueSpansMax * MARKERS_UP_TO_PART : queueSpansMax);
  }

  private leaveInTime(): void {
    this.isScheduled = true;
    void this.options.clock.sleep(SCHEDULE_DELAY_MS, this.closing.signal).then(() => {
      this.isScheduled = false;
      void this.pump();
    });
  }

  private leaveUrgently(): void {
    if (this.isUrgent) return;
    this.isUrgent = true;
    void this.options.clock.sleep(URGENT_DELAY_MS, this.closing.signal).then(() => {
      this.isUrgent = false;
      void this.pump();
    });
  }

  /** Not at once: the exporter must not run inside of what the application does when it ends a span. */
  private leaveInNextTurn(): void {
    this.isFull = true;
    setImmediate(() => {
      this.isFull = false;
      void this.pump();
    });
  }

  private async pump(): Promise<void> {
    if (this.isPumping) return;
    this.isPumping = true;
    for (let batch = this.takeBatch(); batch !== undefined; batch = this.takeBatch()) {
      await this.export(batch);
    }
    this.isPumping = false;
    this.wakeWaiters();
  }

  /** The next spans without those that are withdrawn; undefined when nothing is left. */
  private takeBatch(): ReadableSpan[] | undefined {
    while (this.queue.length > 0) {
      const { batchSpansMax } = BATCH_LIMITS_DEFAULT;
      const taken = this.queue.length <= batchSpansMax ? this.queue : this.queue.splice(0, batchSpansMax);
      if (taken === this.queue) this.queue = [];
      const batch = taken.some(isWithdrawn) ? taken.filter((span) => !isWithdrawn(span)) : taken;
      this.counts.withdrawn += taken.length - batch.length;
      if (batch.length > 0) return batch;
    }
    return undefined;
  }

  private async export(batch: ReadableSpan[]): Promise<void> {
    this.flying += batch.length;
    const error = await this.callExporter(batch);
    this.flying -= batch.length;
    if (error === undefined) this.counts.exported += batch.length;
    else {
      this.counts.failed += batch.length;
      this.options.faults.note('the exporter did not take spans', error);
    }
    this.wakeWaiters();
  }

  /** Answers what went wrong; undefined when the exporter has taken the spans. */
  private async callExporter(batch: ReadableSpan[]): Promise<unknown> {
    const { exporter, beforeExport, clock } = this.options;
    let answered: ((error: unknown) => void) | undefined;
    let answer: { readonly error: unknown } | undefined;
    const settle = (error: unknown): void => {
      answer ??= { error };
      answered?.(error);
    };
    try {
      beforeExport(batch);
      untraced(() => {
        exporter.export(batch, ({ code, error }) => {
          settle((code as number) === 0 ? undefined : (error ?? 'it gave no reason'));
        });
      });
    } catch (error) {
      settle(error ?? 'it threw nothing');
    }
    // Most exporters that keep spans in this process have answered by now.
    if (answer !== undefined) return answer.error;
    const end = new AbortController();
    const timeout = clock.sleep(EXPORT_TIMEOUT_MS, end.signal).then((): unknown => 'it did not answer within 30 s');
    const error = await Promise.race([new Promise<unknown>((resolve) => (answered = resolve)), timeout]);
    end.abort();
    return error;
  }

  /** Waits until everything that has been taken so far is answered for; false when that takes too long. */
  private async drain(): Promise<boolean> {
    const target = this.counts.taken;
    const end = new AbortController();
    let isDrained = false;
    this.waiters.push({
      target,
      wake: () => {
        isDrained = true;
        end.abort();
      },
    });
    void this.pump();
    await this.options.deadlineClock.sleep(EXPORT_TIMEOUT_MS, end.signal);
    return isDrained;
  }

  private wakeWaiters(): void {
    const answered = this.counts.taken - this.queue.length - this.flying;
    const due = this.waiters.filter(({ target }) => target <= answered);
    this.waiters = this.waiters.filter(({ target }) => target > answered);
    for (const { wake } of due) wake();
  }
}

import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@spanbridge/core';
import { BATCH_LIMITS_DEFAULT, isWithdrawn, untraced, type Clock } from '@spanbridge/otlp';
import type { SpanTaker } from '../provider/delivery-span-processor.js';
import { within } from '../provider/within.js';
import type { Faults } from './faults.js';

/** Spans that wait at most: more than a second of 50,000 a second. */
const QUEUE_SPANS_DEFAULT = 65_536;

/** From this part of a full queue on no marker is taken in: it only announces a span that needs the room itself. */
const MARKERS_UP_TO_PART = 0.75;

/** How long after its first span a batch leaves that has not become full. */
const SCHEDULE_DELAY_DEFAULT_MS = 1_000;

/** The same for a batch with a marker or an anchor: it says that something runs, and has to say it now. */
const URGENT_DELAY_MS = 20;

/** What an exporter may take for one batch, and what a flush or a shutdown may take; the SDK grants the same. */
const EXPORT_TIMEOUT_DEFAULT_MS = 30_000;

/** Options of an {@link ExporterFeed}. */
export interface ExporterFeedOptions {
  readonly exporter: SpanExporter;
  /** Told of the spans of a batch before the exporter gets it. */
  readonly beforeExport: (spans: readonly ReadableSpan[]) => void;
  readonly clock: Clock;
  /** For deadlines that somebody waits for: its timers hold the process. */
  readonly deadlineClock: Clock;
  readonly faults: Faults;
  /** Default 65,536. */
  readonly queueSpansMax?: number | undefined;
  /** Default 512. */
  readonly batchSpansMax?: number | undefined;
  /** Default 1,000. */
  readonly scheduleDelayMs?: number | undefined;
  /** What one export may take, and a flush or a shutdown that names no deadline. Default 30,000. */
  readonly exportTimeoutMs?: number | undefined;
}

/** Why a feed lost spans: no room, after the shutdown, left at its deadline, or left at the end of the process. */
export type FeedDropReason = 'queue-full' | 'closed' | 'shutdown' | 'exit';

/** What became of the spans that were handed to a feed; `taken` is the sum of the others. */
export interface FeedLedger {
  readonly taken: number;
  /** The exporter called back with success. */
  readonly exported: number;
  /** It called back with an error, threw, or did not call back in time. */
  readonly failed: number;
  /** Markers whose span had ended before they left. */
  readonly withdrawn: number;
  /** The queue was full, or shut down, or the end of the process came first. */
  readonly dropped: number;
  /** They wait, or are with the exporter. */
  readonly waiting: number;
}

/** Spans that are with the exporter; they have no outcome yet as long as the feed knows of them. */
interface Flight {
  readonly spanCount: number;
}

/** What an exporter says of a batch; no error when it has taken it. */
interface Answer {
  readonly error: unknown;
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
  /** Spans that were lost. */
  readonly drops: Record<FeedDropReason, number> = { 'queue-full': 0, closed: 0, shutdown: 0, exit: 0 };
  private queue: ReadableSpan[] = [];
  private readonly counts = { taken: 0, exported: 0, failed: 0, withdrawn: 0 };
  private readonly flights = new Set<Flight>();
  /** Waits that run; those that fire for nothing find an empty queue. */
  private isScheduled = false;
  private isUrgent = false;
  private isFull = false;
  private readonly closing = new AbortController();
  private isPumping = false;
  private waiters: Waiter[] = [];
  private isClosed = false;
  private readonly batchSpansMax: number;
  private readonly exportTimeoutMs: number;

  constructor(private readonly options: ExporterFeedOptions) {
    this.batchSpansMax = options.batchSpansMax ?? BATCH_LIMITS_DEFAULT.batchSpansMax;
    this.exportTimeoutMs = options.exportTimeoutMs ?? EXPORT_TIMEOUT_DEFAULT_MS;
  }

  /** Takes a span in; drops it, counted, when there is no room or after the shutdown. */
  add(span: ReadableSpan): void {
    this.counts.taken += 1;
    const phase = span.attributes[ATTRIBUTE.spanPhase];
    const isMarker = phase === 'pending';
    if (this.isClosed || !this.hasRoom(isMarker)) {
      this.drops[this.isClosed ? 'closed' : 'queue-full'] += 1;
      return;
    }
    this.queue.push(span);
    if (!this.isFull && this.queue.length >= this.batchSpansMax) this.leaveInNextTurn();
    if (isMarker || phase === 'anchor') this.leaveUrgently();
    if (!this.isScheduled) this.leaveInTime();
  }

  /** Resolves when the exporter has answered for every span that was taken before; rejects when it failed for one. */
  async forceFlush(timeoutMs: number = this.exportTimeoutMs): Promise<void> {
    const { deadlineClock, exporter } = this.options;
    const startedMs = deadlineClock.now();
    const failedBefore = this.counts.failed;
    const isDrained = await this.drain(timeoutMs);
    const leftMs = Math.max(timeoutMs - (deadlineClock.now() - startedMs), 0);
    await within(leftMs, (async () => exporter.forceFlush?.())());
    const failed = this.counts.failed - failedBefore;
    if (failed > 0) throw new Error(`The exporter did not take ${failed} spans.`);
    if (!isDrained) throw new Error(`The exporter has not answered for all spans within ${timeoutMs} ms.`);
  }

  /**
   * Exports what waits, then shuts the exporter down. Spans that come later, or have no outcome at the deadline, are
   * dropped. Rejects with what the exporter rejects with.
   */
  async shutdown(timeoutMs: number = this.exportTimeoutMs): Promise<void> {
    const { deadlineClock, exporter } = this.options;
    const startedMs = deadlineClock.now();
    this.isClosed = true;
    await this.drain(timeoutMs);
    this.giveUp('shutdown');
    this.closing.abort();
    const leftMs = Math.max(timeoutMs - (deadlineClock.now() - startedMs), 0);
    const ending = (async () => exporter.shutdown())();
    // Only to see whether it ends in time; what it rejects with is for who called.
    if (await within(leftMs, ending)) await ending;
  }

  /** Drops what waits or is with the exporter, whose answers do not count any more. Answers how many spans it was. */
  giveUp(reason: FeedDropReason): number {
    const spanCount = this.queue.length + this.flying;
    this.drops[reason] += spanCount;
    this.queue = [];
    this.flights.clear();
    this.wakeWaiters();
    return spanCount;
  }

  /** Hands everything that waits to the exporter before it returns; what the exporter makes of it then is its own. */
  flushSync(): void {
    for (let batch = this.takeBatch(); batch !== undefined; batch = this.takeBatch()) void this.export(batch);
  }

  /** The account of this moment. */
  ledger(): FeedLedger {
    const dropped = Object.values(this.drops).reduce((sum, count) => sum + count, 0);
    return { ...this.counts, dropped, waiting: this.queue.length + this.flying };
  }

  /** Spans that are with the exporter. */
  get flying(): number {
    let spanCount = 0;
    for (const flight of this.flights) spanCount += flight.spanCount;
    return spanCount;
  }

  private hasRoom(isMarker: boolean): boolean {
    const { queueSpansMax = QUEUE_SPANS_DEFAULT } = this.options;
    return this.queue.length < (isMarker ? queueSpansMax * MARKERS_UP_TO_PART : queueSpansMax);
  }

  private leaveInTime(): void {
    this.isScheduled = true;
    const { clock, scheduleDelayMs = SCHEDULE_DELAY_DEFAULT_MS } = this.options;
    void clock.sleep(scheduleDelayMs, this.closing.signal).then(() => {
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
      const { batchSpansMax } = this;
      const taken = this.queue.length <= batchSpansMax ? this.queue : this.queue.splice(0, batchSpansMax);
      if (taken === this.queue) this.queue = [];
      const batch = taken.some(isWithdrawn) ? taken.filter((span) => !isWithdrawn(span)) : taken;
      this.counts.withdrawn += taken.length - batch.length;
      if (batch.length > 0) return batch;
    }
    return undefined;
  }

  /** Hands a batch over. Undefined when the exporter has answered before it returned, as one that keeps spans here. */
  private export(batch: ReadableSpan[]): Promise<void> | undefined {
    const flight: Flight = { spanCount: batch.length };
    this.flights.add(flight);
    const answer = this.callExporter(batch);
    if ('error' in answer) {
      this.land(flight, answer);
      return undefined;
    }
    return answer.then((later) => {
      this.land(flight, later);
    });
  }

  private land(flight: Flight, { error }: Answer): void {
    // What was given up meanwhile is counted already.
    if (!this.flights.delete(flight)) return;
    if (error === undefined) this.counts.exported += flight.spanCount;
    else {
      this.counts.failed += flight.spanCount;
      this.options.faults.note('the exporter did not take spans', error);
    }
    this.wakeWaiters();
  }

  private callExporter(batch: ReadableSpan[]): Answer | Promise<Answer> {
    const { exporter, beforeExport } = this.options;
    let answered: ((answer: Answer) => void) | undefined;
    let answer: Answer | undefined;
    const settle = (error: unknown): void => {
      answer ??= { error };
      answered?.(answer);
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
    return answer ?? this.inTime(new Promise((resolve) => (answered = resolve)));
  }

  private async inTime(answer: Promise<Answer>): Promise<Answer> {
    const { exportTimeoutMs } = this;
    const end = new AbortController();
    const timeout = this.options.clock.sleep(exportTimeoutMs, end.signal).then((): Answer => {
      return { error: `it did not answer within ${exportTimeoutMs / 1_000} s` };
    });
    const first = await Promise.race([answer, timeout]);
    end.abort();
    return first;
  }

  /** Waits until everything that has been taken so far is answered for; false when that takes too long. */
  private async drain(timeoutMs: number): Promise<boolean> {
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
    await this.options.deadlineClock.sleep(timeoutMs, end.signal);
    return isDrained;
  }

  private wakeWaiters(): void {
    const answered = this.counts.taken - this.queue.length - this.flying;
    const due = this.waiters.filter(({ target }) => target <= answered);
    this.waiters = this.waiters.filter(({ target }) => target > answered);
    for (const { wake } of due) wake();
  }
}

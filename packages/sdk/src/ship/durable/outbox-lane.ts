import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { BATCH_LIMITS_DEFAULT, type SpanOutcome, type SpoolDestination, type SpoolRecord } from '@spanbridge/otlp';
import { IDLE, orIdleAfter } from '../../sources/with-idle.js';
import type { Destination } from '../destinations.js';
import type { StopFate } from '../provisional/running-span-logs.js';
import { sendInOrder } from '../provisional/request-order.js';
import { RecordSchedule, type TakenRecord } from './record-schedule.js';
import { Wakeup } from './wakeup.js';

/** Options of an {@link OutboxLane}. */
export interface OutboxLaneOptions {
  readonly destination: Destination;
  readonly queue: SpoolDestination;
  readonly batchSpansMax: number;
  readonly concurrency: number;
  /** The highest record that may be sent; those above it are not committed yet. */
  readonly sequenceMax: () => number;
  /** The run has no end of its own: what the disk does not give is asked for again and again. */
  readonly isEndless: boolean;
  readonly spansOf: (record: SpoolRecord) => readonly ReadableSpan[];
  /** Sends the stops of running spans that a record holds. */
  readonly deliverStop: (record: SpoolRecord) => Promise<StopFate>;
  /** What became of the spans of a record; not called for one that stays in the spool. */
  readonly onSettled: (record: SpoolRecord, outcomes: readonly SpanOutcome[]) => void;
  /** Something went out or came to rest: whoever waits may look again. */
  readonly onProgress: () => void;
}

/** How often records are asked for that are due and that the spool does not give. */
const LOOK_INTERVAL_MS = 1_000;

/** After as many looks in vain a run that has an end gives the destination up. */
const EMPTY_LOOKS_MAX = 30;

/**
 * Spans wait for the stops before them: a collector that hears of no stop sends the span itself, also if this process
 * is killed in between. Not for long: where log records are not taken, spans go all the same.
 */
const STOP_WAIT_MS = 2_000;

/** The spans of a record that are none: the disk has changed them in a way that its checksum did not notice. */
function unreadable({ spanCount }: SpoolRecord): readonly SpanOutcome[] {
  const reason = 'A record of the spool does not hold the spans that it names.';
  return Array.from({ length: spanCount }, () => ({ status: 'refused', httpStatus: 0, reason }));
}

/**
 * The way from the spool to one destination: takes records in order and keeps a few requests of them in flight, none of
 * which overtakes the anchor of a span in it.
 */
export class OutboxLane {
  /** The last thing that was said of spans which did not arrive. */
  lastError: string | undefined;
  private readonly schedule = new RecordSchedule();
  private readonly inFlight = new Set<Promise<void>>();
  /** Stops that were handed over and have no fate yet. */
  private readonly errands = new Set<Promise<void>>();
  /** Stops that this run does not send; they are given back at its end, so that it does not meet them again. */
  private readonly unsentStops: number[] = [];
  /** Stops were waited for in vain: until one arrives, no span waits for another. */
  private areStopsLate = false;
  private lookCount = 0;
  private takenAllAtLook = -1;
  private readonly wakeup = new Wakeup();
  private isStopped = false;
  private emptyLooks = 0;
  private running: Promise<void> | undefined;

  constructor(private readonly options: OutboxLaneOptions) {}

  /** Spans that this destination has not acknowledged. */
  get pendingSpans(): number {
    return this.options.queue.pendingSpans;
  }

  /** Since the last {@link OutboxLane.wake} the spool had nothing more to take. */
  get hasTakenAll(): boolean {
    return this.takenAllAtLook === this.lookCount;
  }

  /** Nothing more goes out: the destination was given up, or the lane stopped. */
  get isOver(): boolean {
    return this.isStopped;
  }

  /** Begins to send. */
  start(): void {
    this.running ??= this.run();
  }

  /** There may be more to send. */
  wake(): void {
    this.lookCount += 1;
    this.wakeup.notify();
  }

  /** Sends nothing more and resolves when no request is on its way. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.wake();
    await this.running;
    await Promise.all([...this.inFlight, ...this.errands]);
    const waiting = this.schedule.clear().map(({ sequence }) => sequence);
    this.options.queue.release([...waiting, ...this.unsentStops]);
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const news = this.wakeup.next();
      const records = this.inFlight.size < this.options.concurrency ? await this.choose() : [];
      if (records.length === 0) await this.retryLater(news);
      else this.launch(records);
    }
  }

  /** The next request. What waits for an anchor keeps nobody back, as long as not too much of it lies in memory. */
  private async choose(): Promise<readonly TakenRecord[]> {
    const { batchSpansMax: spansMax, concurrency, spansOf } = this.options;
    const limits = { spansMax, bytesMax: BATCH_LIMITS_DEFAULT.batchBytesMax };
    while (this.schedule.waitingSpans < spansMax * concurrency) {
      const taken = await this.take();
      if (taken === undefined) break;
      this.schedule.add(taken.map((record) => ({ record, spans: spansOf(record) })));
      const records = this.schedule.next(limits);
      if (records.length > 0) return records;
    }
    return this.schedule.next(limits);
  }

  /** The next records with spans. Stops that lie before them are handed over, and waited for a while. */
  private async take(): Promise<readonly SpoolRecord[] | undefined> {
    const { queue, batchSpansMax, sequenceMax } = this.options;
    const { batchBytesMax } = BATCH_LIMITS_DEFAULT;
    const look = this.lookCount;
    const taken = await queue.take({ spansMax: batchSpansMax, bytesMax: batchBytesMax, sequenceMax: sequenceMax() });
    if (taken === undefined) {
      this.takenAllAtLook = look;
      this.options.onProgress();
      return undefined;
    }
    const stops = taken.filter(({ signal }) => signal === 'logs');
    if (stops.length > 0) await this.handOver(stops);
    return taken.filter(({ signal }) => signal === 'traces');
  }

  private async handOver(stops: readonly SpoolRecord[]): Promise<void> {
    const errands = stops.map((stop) => {
      const errand: Promise<void> = this.carry(stop).finally(() => this.errands.delete(errand));
      this.errands.add(errand);
      return errand;
    });
    if (this.areStopsLate) return;
    const isDone = (await orIdleAfter(Promise.all(errands), STOP_WAIT_MS)) !== IDLE;
    this.areStopsLate = !isDone && this.errands.size > 0;
  }

  private async carry(stop: SpoolRecord): Promise<void> {
    const { queue, deliverStop } = this.options;
    const fate = await deliverStop(stop);
    if (fate === 'unsent') {
      this.unsentStops.push(stop.sequence);
      return;
    }
    this.areStopsLate = false;
    await queue.ack([stop.sequence]);
  }

  private launch(records: readonly TakenRecord[]): void {
    const request: Promise<void> = this.send(records).finally(() => {
      this.schedule.settle(records);
      this.inFlight.delete(request);
      this.wake();
      this.options.onProgress();
    });
    this.inFlight.add(request);
  }

  private async send(records: readonly TakenRecord[]): Promise<void> {
    const { destination, queue, onSettled } = this.options;
    const outcomes = await sendInOrder(
      (spans) => destination.sender.send(spans),
      records.flatMap(({ spans }) => spans),
    );
    const done: number[] = [];
    let at = 0;
    for (const { record, spans } of records) {
      const sent = outcomes.slice(at, at + spans.length);
      at += sent.length;
      const own = sent.length === record.spanCount ? sent : unreadable(record);
      const unsent = own.find(({ status }) => status === 'unsent');
      if (unsent?.status === 'unsent') {
        this.giveUp(record, unsent.reason);
        continue;
      }
      done.push(record.sequence);
      onSettled(record, own);
    }
    if (done.length > 0) await queue.ack(done);
  }

  /** The disk does not give records that are due; another look in a while, and an end to it where the run has one. */
  private async retryLater(news: Promise<void>): Promise<void> {
    const { queue, isEndless } = this.options;
    if (queue.pendingSpans === 0 || this.inFlight.size > 0) {
      this.emptyLooks = 0;
      await news;
      return;
    }
    const isNews = (await orIdleAfter(news, LOOK_INTERVAL_MS)) !== IDLE;
    this.emptyLooks = isNews ? 0 : this.emptyLooks + 1;
    if (isEndless || this.emptyLooks < EMPTY_LOOKS_MAX) return;
    this.lastError = 'The spool does not give its records: its disk cannot be read or written.';
    this.isStopped = true;
    this.options.onProgress();
  }

  /** A sender answers `unsent` only when it has ended: what is left stays in the spool. */
  private giveUp({ sequence }: SpoolRecord, reason: string): void {
    this.options.queue.release([sequence]);
    this.lastError = reason;
    this.isStopped = true;
  }
}

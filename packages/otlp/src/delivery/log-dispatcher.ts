import type { LogRecord } from '../codec/log-record.js';
import { inNextTurn, type Clock } from './clock.js';
import type { LogDelivery } from './log-delivery.js';
import type { LogExporterLimits } from './log-exporter-options.js';
import type { LogOutcome } from './log-ledger.js';
import type { LogQueue, QueuedLog } from './log-queue.js';
import type { OverflowOutlet } from './overflow-outlet.js';
import type { PersistentPost } from './persistent-post.js';

/** Options of a {@link LogDispatcher}. */
export interface LogDispatcherOptions {
  readonly queue: LogQueue;
  readonly delivery: LogDelivery;
  readonly post: PersistentPost;
  readonly limits: LogExporterLimits;
  readonly clock: Clock;
  /** Where records go that cannot be sent now. */
  readonly outlet: OverflowOutlet<LogRecord> | undefined;
  readonly settle: (record: LogRecord, outcome: LogOutcome) => void;
  /** Told that records were kept. */
  readonly onKept: () => void;
  /** Told of records that are in the store twice: they had been kept once more when the process seemed to end. */
  readonly onKeptTwice: (recordCount: number) => void;
}

/** How soon is looked again whether the destination may be tried; the breaker alone decides about that. */
const RETRY_LOOK_MS = 500;

interface Waiter {
  readonly upTo: number;
  readonly wake: () => void;
}

/**
 * Takes batches of log records out of the queue and sees to it that every record gets its outcome. Each batch is sent
 * once; what could not be sent waits at its old place, so that before every attempt the records whose lifetime is over
 * fall out, and no record of a lane overtakes another.
 */
export class LogDispatcher {
  private readonly closing = new AbortController();
  private waiters: Waiter[] = [];
  private requests = 0;
  private isKicked = false;
  private isTimerSet = false;
  /** Nothing is sent until then: the last attempt found the destination down. */
  private restsUntilMs = -Infinity;
  /** Records up to this sequence number leave although their batch is not full. */
  private dueSequence = 0;

  constructor(private readonly options: LogDispatcherOptions) {}

  /** To be called after a record has come. */
  notice(): void {
    const { queue, limits } = this.options;
    this.setTimer(limits.scheduleDelayMs);
    if (queue.waiting >= limits.batch.batchSpansMax || queue.waitingBytes >= limits.batch.batchBytesMax) this.kick();
  }

  /** Lets everything leave that waits now, in batches that need not be full. */
  release(): void {
    this.dueSequence = this.options.queue.lastSequence;
    this.kick();
  }

  /** Resolves when every record that has come until now has an outcome. */
  whenSettled(): Promise<void> {
    const upTo = this.options.queue.lastSequence;
    this.release();
    if (this.options.queue.firstSequence > upTo) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ upTo, wake: resolve }));
  }

  /** Wakes those who wait for outcomes that are known by now. */
  wake(): void {
    const first = this.options.queue.firstSequence;
    const ready = this.waiters.filter(({ upTo }) => first > upTo);
    this.waiters = this.waiters.filter(({ upTo }) => first <= upTo);
    for (const waiter of ready) waiter.wake();
  }

  /** Ends the timer. */
  close(): void {
    this.closing.abort();
  }

  private kick(): void {
    if (this.isKicked) return;
    this.isKicked = true;
    inNextTurn(() => {
      this.isKicked = false;
      this.dropExpired();
      // One batch in each turn of the event loop: encoding one takes milliseconds.
      if (this.canStart() && this.start()) this.kick();
    });
  }

  private canStart(): boolean {
    const { queue, limits } = this.options;
    if (queue.waiting === 0 || this.requests >= limits.concurrency) return false;
    const isFull = queue.waiting >= limits.batch.batchSpansMax || queue.waitingBytes >= limits.batch.batchBytesMax;
    return isFull || queue.firstSequence <= this.dueSequence;
  }

  /** Starts one batch on its way; false when no record may leave now. */
  private start(): boolean {
    const { queue, limits, post, outlet, clock } = this.options;
    if (post.state === 'failing' && outlet?.isOpen === true) {
      const kept = queue.take(limits.batch, 'store');
      if (kept.length > 0) {
        void this.carry(kept, () => this.keep(kept, outlet));
        return true;
      }
    }
    if (clock.now() < this.restsUntilMs) return false;
    const batch = queue.take(limits.batch, 'receiver');
    if (batch.length === 0) return false;
    void this.carry(batch, () => this.send(batch));
    return true;
  }

  /** Brings a batch to the end of its way, whatever that is. Never rejects. */
  private async carry(batch: readonly QueuedLog[], run: () => Promise<void>): Promise<void> {
    this.requests += 1;
    await run();
    this.requests -= 1;
    for (const entry of batch) this.options.queue.land(entry);
    this.dropExpired();
    this.wake();
    if (this.options.queue.waiting > 0) this.setTimer(RETRY_LOOK_MS);
    this.kick();
  }

  private async send(batch: readonly QueuedLog[]): Promise<void> {
    const { delivery, clock } = this.options;
    const outcomes = await delivery.deliver(
      batch.map(({ record }) => record),
      'once',
    );
    for (const [index, entry] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.status === 'unsent') this.restsUntilMs = clock.now() + RETRY_LOOK_MS;
      else this.settleOne(entry, outcome);
    }
  }

  private async keep(batch: readonly QueuedLog[], outlet: OverflowOutlet<LogRecord>): Promise<void> {
    const kept = await outlet.append(batch.map(({ record }) => record));
    if (kept.status === 'not-kept') return;
    let keptTwice = 0;
    for (const [index, outcome] of kept.outcomes.entries()) {
      const entry = batch[index];
      if (entry === undefined) continue;
      const isSpooled = outcome.status === 'spooled';
      if (isSpooled) this.options.queue.lanes.noteKept(entry.lane);
      if (!this.settleOne(entry, outcome) && isSpooled) keptTwice += 1;
    }
    if (keptTwice > 0) this.options.onKeptTwice(keptTwice);
    this.options.onKept();
  }

  private settleOne(entry: QueuedLog, outcome: LogOutcome): boolean {
    // Somebody else has taken care of it: what becomes of the request does not count any more.
    if (!this.options.queue.settle(entry)) return false;
    this.options.settle(entry.record, outcome);
    return true;
  }

  private dropExpired(): void {
    const { queue, clock, settle } = this.options;
    const expired = queue.takeExpired(clock.now());
    for (const { record } of expired) settle(record, { status: 'dropped', reason: 'expired' });
    if (expired.length > 0) this.wake();
  }

  /** Looks again after a while as long as records wait: for batches that do not become full, retries and lifetimes. */
  private setTimer(delayMs: number): void {
    if (this.isTimerSet || this.closing.signal.aborted) return;
    this.isTimerSet = true;
    void this.options.clock.sleep(delayMs, this.closing.signal).then(() => {
      this.isTimerSet = false;
      if (this.closing.signal.aborted) return;
      this.release();
      if (this.options.queue.waiting > 0) this.setTimer(RETRY_LOOK_MS);
    });
  }
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { orderBatch } from './batch-order.js';
import { inNextTurn } from './clock.js';
import type { ExportOutcome } from './exporter-ledger.js';
import type { ExporterLimits } from './exporter-options.js';
import { countLanes } from './lanes.js';
import { OutageHold } from './outage-hold.js';
import type { OverflowOutlet } from './overflow-outlet.js';
import type { Persistence, PersistentPost } from './persistent-post.js';
import type { QueueLane } from './queue-lane.js';
import type { QueuedBatch, SendQueue } from './send-queue.js';
import type { SpanDelivery } from './span-delivery.js';
import { SUPPRESSED } from './span-outcome.js';
import { isWithdrawable, partWithdrawn } from './withdrawable-span.js';

/** Options of a {@link BatchDispatcher}. */
export interface BatchDispatcherOptions {
  readonly queue: SendQueue;
  readonly delivery: SpanDelivery;
  readonly post: PersistentPost;
  readonly limits: ExporterLimits;
  /** Where spans go that cannot be sent now. */
  readonly outlet: OverflowOutlet<ReadableSpan> | undefined;
  /** Told what became of each span. */
  readonly settle: (span: ReadableSpan, outcome: ExportOutcome) => void;
  /** Called with the spans of a batch before any of them can be seen outside of this process. */
  readonly beforeSend: (spans: readonly ReadableSpan[]) => void;
  /** Resolves when nothing that was kept is before fresh spans any more; undefined when nothing is. */
  readonly spoolTurn: () => Promise<void> | undefined;
  /** Told that spans were kept. */
  readonly onKept: () => void;
  /** Told of spans that are in the store twice: they had been kept once more when the process seemed to end. */
  readonly onKeptTwice: (spanCount: number) => void;
}

/** A batch that has left the queue. */
interface FlyingBatch {
  /** The spans that have no outcome yet. */
  spans: readonly ReadableSpan[];
  readonly firstSequence: number;
  readonly lane: QueueLane;
  /** Somebody else has taken care of its spans: what becomes of the request does not count any more. */
  isTaken: boolean;
}

/** Asked after every wait; the compiler would think that nothing has changed meanwhile. */
function isTaken(batch: FlyingBatch): boolean {
  return batch.isTaken;
}

interface Waiter {
  readonly upTo: number;
  readonly wake: () => void;
}

/**
 * Takes batches out of the queue and sees to it that every span gets its outcome: from the receiver or, with a store,
 * by being kept while the destination is down. Starts one batch in each turn of the event loop, because encoding one
 * takes milliseconds. Of a queue with lanes, one batch of each is on its way at a time, to its end.
 */
export class BatchDispatcher {
  private readonly flying = new Set<FlyingBatch>();
  private readonly held: OutageHold;
  private waiters: Waiter[] = [];
  private isScheduled = false;
  /** Spans up to this sequence number leave although their batch is not full. */
  private dueSequence = 0;

  constructor(private readonly options: BatchDispatcherOptions) {
    this.held = new OutageHold(options);
  }

  /** Spans that have left the queue and have no outcome yet. */
  get inFlight(): number {
    let spanCount = this.held.length;
    for (const batch of this.flying) spanCount += batch.spans.length;
    return spanCount;
  }

  /** Looks whether a batch can leave. Cheap: to be called whenever a batch may have become full. */
  kick(): void {
    if (this.isScheduled || this.readyLane() === undefined) return;
    this.isScheduled = true;
    inNextTurn(() => {
      this.isScheduled = false;
      const lane = this.readyLane();
      if (lane !== undefined) this.start(lane);
      this.kick();
    });
  }

  /** Lets everything leave that waits now, in batches that need not be full. */
  release(): void {
    this.dueSequence = this.options.queue.lastSequence;
    this.kick();
  }

  /** Resolves when every span that has come until now has an outcome, or is held until the destination is back. */
  whenSettled(): Promise<void> {
    const upTo = this.options.queue.lastSequence;
    this.release();
    if (this.firstUnsettled() > upTo) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ upTo, wake: resolve }));
  }

  /** Keeps the oldest batch that may be kept now, to make room in the queue. Answers whether one left it. */
  spill(): boolean {
    const { queue, outlet, limits } = this.options;
    const lane = outlet?.isOpen === true ? this.oldestLane(() => true) : undefined;
    const batch = lane && queue.take(limits.batch, lane);
    if (batch !== undefined) void this.carry(batch, { isSpill: true });
    return batch !== undefined;
  }

  /** Takes all spans that have no outcome, of a lane in the order in which they came; their requests are ignored. */
  takeAll(): readonly ReadableSpan[] {
    const { queue } = this.options;
    const parts: (readonly ReadableSpan[])[] = [this.held.takeAll()];
    for (const batch of this.flying) {
      batch.isTaken = true;
      parts.push(batch.spans);
    }
    this.flying.clear();
    const all = { batchSpansMax: Infinity, batchBytesMax: Infinity };
    for (const lane of queue.lanes) {
      const rest = queue.take(all, lane);
      if (rest !== undefined) parts.push(rest.spans);
    }
    return parts.flat();
  }

  /** Wakes those who wait for outcomes; to be called after {@link takeAll}, when these are known. */
  wake(): void {
    const first = this.firstUnsettled();
    const ready = this.waiters.filter(({ upTo }) => first > upTo);
    if (ready.length === 0) return;
    this.waiters = this.waiters.filter(({ upTo }) => first <= upTo);
    for (const waiter of ready) waiter.wake();
  }

  /** The lane whose next batch is to leave now. */
  private readyLane(): QueueLane | undefined {
    const { queue, limits, post, outlet } = this.options;
    if (queue.length === 0) return undefined;
    const { batchSpansMax, batchBytesMax } = limits.batch;
    // Batches that go to the store do not wait for the destination.
    const isDown = post.state === 'failing' && outlet?.isOpen !== true;
    if (this.flying.size >= countLanes(queue.length / batchSpansMax, isDown, limits)) return undefined;
    return this.oldestLane(
      (lane) =>
        lane.length >= batchSpansMax || lane.wireBytes >= batchBytesMax || lane.firstSequence <= this.dueSequence,
    );
  }

  /** Of the lanes that may start a batch and pass, the one whose first span is oldest. */
  private oldestLane(passes: (lane: QueueLane) => boolean): QueueLane | undefined {
    let oldest: QueueLane | undefined;
    for (const lane of this.options.queue.lanes) {
      if (lane.length === 0 || lane.isBusy || !passes(lane)) continue;
      if (oldest === undefined || lane.firstSequence < oldest.firstSequence) oldest = lane;
    }
    return oldest;
  }

  private start(lane: QueueLane): void {
    const batch = this.options.queue.take(this.options.limits.batch, lane);
    if (batch !== undefined) void this.carry(batch, { isSpill: false });
  }

  /** Brings a batch to its end, wherever that is. Never rejects. */
  private async carry(queued: QueuedBatch, { isSpill }: { readonly isSpill: boolean }): Promise<void> {
    const { outlet, post, limits, spoolTurn } = this.options;
    const batch: FlyingBatch = { ...queued, isTaken: false };
    this.flying.add(batch);
    batch.lane.isBusy = limits.lanes === 'by-trace';
    this.prepare(batch);
    const isBehindSpool = limits.lanes === 'by-trace' && spoolTurn() !== undefined;
    if (outlet?.isOpen === true) {
      if (!isSpill && !isBehindSpool && post.state !== 'failing') await this.deliver(batch, 'once');
      await this.keep(batch, outlet);
    }
    if (isBehindSpool && batch.spans.length > 0) await spoolTurn();
    await this.deliver(batch, 'until-decided');
    this.land(batch);
  }

  /** What is done before the first span of a batch can be seen; costs nothing when all are plain spans. */
  private prepare(batch: FlyingBatch): void {
    const { queue, beforeSend, settle } = this.options;
    if (queue.lastSpecialSequence >= batch.firstSequence) {
      this.leaveOutWithdrawn(batch);
      const { spans, superfluous } = orderBatch(batch.spans);
      batch.spans = spans;
      for (const span of superfluous) settle(span, SUPPRESSED);
    }
    if (batch.spans.length > 0) beforeSend(batch.spans);
  }

  private leaveOutWithdrawn(batch: FlyingBatch): void {
    const { kept, withdrawn } = partWithdrawn(batch.spans);
    batch.spans = kept;
    for (const span of withdrawn) this.options.settle(span, SUPPRESSED);
  }

  private async deliver(batch: FlyingBatch, persistence: Persistence): Promise<void> {
    if (batch.isTaken || batch.spans.length === 0) return;
    const { spans } = batch;
    const outcomes = await this.options.delivery.deliverBatch(spans, persistence);
    if (isTaken(batch)) return;
    const unsent: ReadableSpan[] = [];
    for (const [index, span] of spans.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.status === 'unsent') unsent.push(span);
      else this.options.settle(span, outcome);
    }
    batch.spans = unsent;
  }

  private async keep(batch: FlyingBatch, outlet: OverflowOutlet<ReadableSpan>): Promise<void> {
    if (batch.isTaken || batch.spans.length === 0) return;
    this.holdWithdrawable(batch);
    if (batch.spans.length === 0) return;
    const kept = await outlet.append(batch.spans);
    if (kept.status === 'not-kept') return;
    if (isTaken(batch)) {
      this.options.onKeptTwice(kept.outcomes.filter(({ status }) => status === 'spooled').length);
      return;
    }
    settleAll(batch.spans, kept.outcomes, this.options.settle);
    batch.spans = [];
    this.options.onKept();
  }

  /** From the store a span could not be taken back. */
  private holdWithdrawable(batch: FlyingBatch): void {
    if (!batch.spans.some(isWithdrawable)) return;
    this.leaveOutWithdrawn(batch);
    const { spans } = batch;
    batch.spans = spans.filter((span) => !isWithdrawable(span));
    this.held.hold(spans.filter(isWithdrawable));
  }

  private land(batch: FlyingBatch): void {
    // Only a post that was ended leaves spans without an outcome, and who ends it takes them first.
    for (const span of batch.spans) {
      if (!batch.isTaken) this.options.settle(span, { status: 'dropped', reason: 'shutdown' });
    }
    this.flying.delete(batch);
    batch.lane.isBusy = false;
    this.wake();
    this.kick();
  }

  private firstUnsettled(): number {
    let first = this.options.queue.firstSequence;
    for (const batch of this.flying) first = Math.min(first, batch.firstSequence);
    return first;
  }
}

/** Tells the outcomes of spans that are in the same order. */
export function settleAll(
  spans: readonly ReadableSpan[],
  outcomes: readonly ExportOutcome[],
  settle: (span: ReadableSpan, outcome: ExportOutcome) => void,
): void {
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index];
    const outcome = outcomes[index];
    if (span !== undefined && outcome !== undefined) settle(span, outcome);
  }
}

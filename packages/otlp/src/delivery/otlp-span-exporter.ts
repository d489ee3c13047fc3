import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { OtlpTransport } from '../transport/export-response.js';
import { BatchDispatcher, settleAll } from './batch-dispatcher.js';
import { BatchTimer } from './batch-timer.js';
import { BACKGROUND_CLOCK, SYSTEM_CLOCK, waitAtMost, type Clock } from './clock.js';
import { answerExport, type ExportCallback } from './export-answer.js';
import { ExporterAccount, type DropReason, type ExporterLedger, type ExportOutcome } from './exporter-ledger.js';
import { toExporterLimits, type ExporterLimits, type OtlpSpanExporterOptions } from './exporter-options.js';
import { createGuardedCall, HostHook } from './host-hook.js';
import { OneTimeWarnings } from './one-time-warnings.js';
import { PersistentPost } from './persistent-post.js';
import { BACKOFF_MAX_MS, INITIAL_BACKOFF_MS } from './retry.js';
import { SendQueue, sizeOfSpan } from './send-queue.js';
import { SpanDelivery } from './span-delivery.js';
import { SUPPRESSED } from './span-outcome.js';
import { SpoolSide, type SpoolLoss } from './spool-side.js';
import { warnOfOtel } from './warn-of-otel.js';
import { partWithdrawn } from './withdrawable-span.js';

/**
 * An exporter that takes spans at once and delivers them in its own time: in batches, several in flight, again and
 * again until the receiver has decided. It never throws into the application, never blocks it and never keeps the
 * process alive but for a flush or a shutdown under way. While the destination is down spans wait in a bounded queue,
 * or in the spool where there is one; every span that is lost is counted under a reason. It runs anywhere: what carries
 * the requests is handed in, and `HttpSpanExporter` and `FetchSpanExporter` bring that for Node and for browsers.
 */
export class OtlpSpanExporter implements SpanExporter {
  private readonly limits: ExporterLimits;
  private readonly clock: Clock;
  /** For deadlines that somebody waits for: their timers hold the process, which nothing else of us does. */
  private readonly deadlineClock: Clock;
  private readonly warnings: OneTimeWarnings;
  private readonly account = new ExporterAccount();
  private readonly queue: SendQueue;
  private readonly transport: OtlpTransport;
  private readonly post: PersistentPost;
  private readonly delivery: SpanDelivery;
  private readonly dispatcher: BatchDispatcher;
  private readonly spool: SpoolSide | undefined;
  private readonly outcomeHook: HostHook<[ReadableSpan, ExportOutcome]> | undefined;
  private readonly beforeSend: (spans: readonly ReadableSpan[]) => void;
  private readonly schedule: BatchTimer;
  private readonly urgentSchedule: BatchTimer;
  /** Ends the timers of the schedule. */
  private readonly closing = new AbortController();
  /** Ends requests under way. */
  private readonly stop = new AbortController();
  private shutdownEnd: Promise<void> | undefined;

  /** Throws a `SpanbridgeError` for a number that cannot be used. Begins to send what is spooled. */
  constructor(options: OtlpSpanExporterOptions & { readonly transport: OtlpTransport }) {
    this.limits = toExporterLimits(options);
    this.clock = options.clock ?? BACKGROUND_CLOCK;
    this.deadlineClock = options.clock ?? SYSTEM_CLOCK;
    const { clock, limits } = this;
    const warnings = new OneTimeWarnings('OtlpSpanExporter', options.warn ?? warnOfOtel);
    this.warnings = warnings;
    this.transport = options.transport;
    this.post = this.createPost(options);
    const { encoding = 'protobuf', onOutcome, beforeSend } = options;
    this.delivery = new SpanDelivery({ encoding, batchLimits: limits.batch, post: this.post, warnings });
    this.outcomeHook = onOutcome && new HostHook('onOutcome', onOutcome, { clock, warnings });
    this.beforeSend = createGuardedCall('beforeSend', beforeSend, warnings);
    this.queue = this.createQueue();
    this.spool = this.createSpoolSide(options);
    this.dispatcher = this.createDispatcher();
    this.schedule = this.createTimer(limits.scheduleDelayMs);
    this.urgentSchedule = this.createTimer(Math.min(limits.scheduleDelayMs, URGENT_DELAY_MS));
  }

  /**
   * Takes spans into the queue and calls back at once: with code 0 when they were taken, with code 1 after the
   * shutdown. What becomes of them is told by `onOutcome` and counted in `ledger`.
   */
  export(spans: readonly ReadableSpan[], callback: ExportCallback): void {
    const isOpen = this.shutdownEnd === undefined;
    for (const span of spans) this.add(span);
    answerExport(callback, isOpen, this.warnings);
  }

  /** Takes one span into the queue: what `export` does, without an array and a callback for each. */
  add(span: ReadableSpan): void {
    this.account.taken += 1;
    if (this.shutdownEnd !== undefined) {
      this.drop(span, 'closed');
      return;
    }
    const { queue, limits, schedule } = this;
    const sizeBytes = sizeOfSpan(span);
    if (this.spool !== undefined && !queue.hasRoomFor(sizeBytes)) this.dispatcher.spill();
    const packsFrom = this.post.state === 'failing' ? PACKS_FROM_WHEN_DOWN : limits.queueSpansMax * PACKS_FROM_PART;
    if (queue.length >= packsFrom) queue.pushPacked(span, sizeBytes);
    else queue.push(span, sizeBytes);
    if (!schedule.isArmed) schedule.arm();
    if (queue.lastUrgentSequence === queue.lastSequence) this.urgentSchedule.arm();
    const { length, wireBytes } = queue.lastLane;
    if (length >= limits.batch.batchSpansMax || wireBytes >= limits.batch.batchBytesMax) this.dispatcher.kick();
  }

  /**
   * Resolves when every span that was taken before has an outcome or is in the spool; what is in flight counts, too.
   * Markers that only wait because of an outage, while all else is spooled, are not waited for. Rejects with what is
   * left when the deadline passes. Holds the process until then.
   */
  async forceFlush(timeoutMs: number = this.limits.flushTimeoutMs): Promise<void> {
    const { shutdownEnd } = this;
    const isSettled = await this.endsWithin(timeoutMs, shutdownEnd ?? this.settled());
    if (!isSettled) throw new Error(`OtlpSpanExporter: ${this.describeRest(timeoutMs)}`);
  }

  /**
   * Delivers what is left within the deadline, then puts the rest into the spool or, without one, counts it as dropped
   * and tells so in one line. Spans that come later are dropped. Further calls answer the same promise. Never rejects.
   */
  shutdown(timeoutMs: number = this.limits.shutdownTimeoutMs): Promise<void> {
    return (this.shutdownEnd ??= this.close(timeoutMs));
  }

  /**
   * Puts everything that waits or is in flight into the spool before it returns, for the last moment of a process
   * (`process.on('exit')`). Without a spool it is counted as dropped and told in one line. Answers how many spans were
   * spooled and dropped.
   */
  flushSync(): { readonly spooled: number; readonly dropped: number } {
    const { spooled, dropped } = this.account;
    this.putAway('exit', 'when the process ended');
    return { spooled: this.account.spooled - spooled, dropped: this.account.dropped - dropped };
  }

  /** The account of this moment; it always balances. */
  ledger(): ExporterLedger {
    const { queue, dispatcher, delivery } = this;
    return this.account.snapshot({
      queued: queue.length,
      inFlight: dispatcher.inFlight,
      cutValues: delivery.cutValues,
    });
  }

  /** Takes note of spans that the spool lost or dropped: its hook `onDrop` is to be led here. */
  noteSpoolDrop(drop: SpoolLoss): void {
    this.spool?.noteDrop(drop);
  }

  private createPost({ random = Math.random }: OtlpSpanExporterOptions): PersistentPost {
    const { transport, clock, warnings, limits } = this;
    const policy = {
      initialBackoffMs: INITIAL_BACKOFF_MS,
      backoffMaxMs: BACKOFF_MAX_MS,
      retryForMs: Infinity,
      random,
      recoveryRequestsMax: limits.concurrency,
    };
    return new PersistentPost({ transport, clock, warnings, signal: this.stop.signal, policy });
  }

  private createQueue(): SendQueue {
    const { limits } = this;
    return new SendQueue({
      ...limits,
      laneCount: limits.lanes === 'by-trace' ? limits.concurrencyMax : 1,
      onDrop: (read) => {
        this.settleUnread(read, { status: 'dropped', reason: 'queue-full' });
        this.warnings.tell('queue-full', QUEUE_FULL);
      },
      onWithdrawn: (read) => {
        this.settleUnread(read, SUPPRESSED);
      },
    });
  }

  private createSpoolSide(options: OtlpSpanExporterOptions): SpoolSide | undefined {
    const { spool: store, spoolDestination: destinationName = 'traces', encoding = 'protobuf' } = options;
    if (store === undefined) return undefined;
    const { account, limits, delivery, post, clock, warnings, outcomeHook } = this;
    const shared = { account, limits, delivery, post, clock, warnings, outcomeHook };
    return new SpoolSide({ ...shared, store, destinationName, encoding });
  }

  /** Sends, too, what earlier processes have left in a spool that was opened after this exporter was made. */
  noteRecovered(spanCount: number): void {
    this.spool?.noteRecovered(spanCount);
  }

  private createDispatcher(): BatchDispatcher {
    const { queue, delivery, post, limits, spool, beforeSend } = this;
    return new BatchDispatcher({
      ...{ queue, delivery, post, limits, beforeSend },
      outlet: spool?.outlet,
      spoolTurn: () => spool?.turn(),
      settle: (span, outcome) => {
        this.settle(span, outcome);
      },
      onKept: () => {
        spool?.noteKept();
      },
      onKeptTwice: (spanCount) => {
        spool?.noteKeptTwice(spanCount);
      },
    });
  }

  private createTimer(delayMs: number): BatchTimer {
    const { clock, closing } = this;
    const onDue = (): void => {
      this.dispatcher.release();
    };
    return new BatchTimer({ clock, delayMs, signal: closing.signal, onDue });
  }

  private settled(): Promise<void> {
    return this.dispatcher.whenSettled().then(() => this.spool?.outlet.sync());
  }

  private async endsWithin(timeoutMs: number, work: Promise<void>): Promise<boolean> {
    let isEnded = false;
    const noted = work.then(() => {
      isEnded = true;
    });
    await waitAtMost(timeoutMs, noted, this.deadlineClock);
    return isEnded;
  }

  private async close(timeoutMs: number): Promise<void> {
    const { deadlineClock: clock, spool } = this;
    const startedMs = clock.now();
    this.closing.abort();
    await this.endsWithin(timeoutMs, this.settled());
    this.putAway('shutdown', describeDeadline(timeoutMs));
    this.post.close();
    const leftMs = Math.max(timeoutMs - (clock.now() - startedMs), 0);
    await waitAtMost(leftMs, spool?.closeDrain(), clock);
    this.stop.abort();
    await waitAtMost(Math.max(leftMs, STORE_CLOSE_MS_MIN), spool?.closeStore(), clock);
    quietly(() => {
      this.transport.close();
    });
  }

  /** Spools all spans without an outcome, now, or drops them and says so in one line. */
  private putAway(reason: 'shutdown' | 'exit', when: string): void {
    const all = this.dispatcher.takeAll();
    if (all.length === 0) return;
    const { kept: spans, withdrawn } = partWithdrawn(all);
    for (const span of withdrawn) this.settle(span, SUPPRESSED);
    if (this.spool !== undefined && spans.length > 0) this.beforeSend(spans);
    const stored = this.spool?.outlet.appendSync(spans);
    if (stored?.status === 'kept') {
      settleAll(spans, stored.outcomes, (span, outcome) => {
        this.settle(span, outcome);
      });
    } else if (spans.length > 0) {
      for (const span of spans) this.drop(span, reason);
      this.warnings.tell(reason, `${spans.length} spans were not delivered ${when} and are lost. ${this.post.fault}`);
    }
    this.dispatcher.wake();
  }

  private settleUnread(read: () => ReadableSpan | undefined, outcome: ExportOutcome): void {
    this.account.settle(outcome);
    const span = this.outcomeHook === undefined ? undefined : read();
    if (span !== undefined) this.outcomeHook?.call(span, outcome);
  }

  private drop(span: ReadableSpan, reason: DropReason): void {
    this.settle(span, { status: 'dropped', reason });
  }

  private settle(span: ReadableSpan, outcome: ExportOutcome): void {
    this.account.settle(outcome);
    this.outcomeHook?.call(span, outcome);
  }

  private describeRest(timeoutMs: number): string {
    const { queued, inFlight } = this.ledger();
    return `${queued + inFlight} spans were not delivered ${describeDeadline(timeoutMs)}. ${this.post.fault}`;
  }
}

/** While the destination is down, spans beyond the next few batches are going to wait, and are kept as bytes. */
const PACKS_FROM_WHEN_DOWN = 2_048;

/** Beyond this part of the queue spans wait long for whatever reason. Below, a burst is faster as it is. */
const PACKS_FROM_PART = 0.5;

/** How long markers and anchors wait for others: half of the 100 ms in which they have to be on their way. */
const URGENT_DELAY_MS = 50;

/** What closing the store may take when the deadline has passed: it writes what was acknowledged. */
const STORE_CLOSE_MS_MIN = 100;

const QUEUE_FULL =
  'the queue is full, spans are dropped: markers first, spans with errors and roots last. ' +
  'Further drops are only counted.';

function describeDeadline(timeoutMs: number): string {
  return `within ${timeoutMs} ms`;
}

function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // A transport of the host that throws while it is closed has nothing left that could be saved.
  }
}

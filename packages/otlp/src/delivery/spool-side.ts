import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import type { Clock } from './clock.js';
import type { ExporterAccount, ExportOutcome } from './exporter-ledger.js';
import type { ExporterLimits } from './exporter-options.js';
import type { HostHook } from './host-hook.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { OverflowDrain } from './overflow-drain.js';
import { ORDERED_SPAN_OVERFLOW, SPAN_OVERFLOW } from './overflow-kind.js';
import { OverflowOutlet } from './overflow-outlet.js';
import type { OverflowDestination, OverflowStore } from './overflow-store.js';
import type { PersistentPost } from './persistent-post.js';
import type { SpanDelivery } from './span-delivery.js';

/** What {@link SpoolSide} shares with the exporter. */
export interface SpoolSideOptions {
  readonly store: OverflowStore;
  readonly destinationName: string;
  readonly account: ExporterAccount;
  readonly limits: ExporterLimits;
  readonly encoding: OtlpEncoding;
  readonly delivery: SpanDelivery;
  readonly post: PersistentPost;
  readonly clock: Clock;
  readonly warnings: OneTimeWarnings;
  readonly outcomeHook: HostHook<[ReadableSpan, ExportOutcome]> | undefined;
}

/** The part of an exporter that has to do with a spool: the way in, the way out, and the account of both. */
export class SpoolSide {
  readonly outlet: OverflowOutlet<ReadableSpan>;
  private readonly drain: OverflowDrain<ReadableSpan>;
  private readonly destination: OverflowDestination;
  /** Something of this exporter's own was kept, and the store was not seen empty since. */
  private holdsOwn = false;

  /** Counts what an earlier process left, and begins to send it. */
  constructor(private readonly options: SpoolSideOptions) {
    const { store, account, limits, clock, warnings } = options;
    const isInOrder = limits.lanes === 'by-trace';
    const kind = isInOrder ? ORDERED_SPAN_OVERFLOW : SPAN_OVERFLOW;
    this.outlet = new OverflowOutlet({ kind, store, clock, warnings });
    this.destination = store.destination(options.destinationName);
    account.recovered = this.destination.pendingSpans;
    account.spooled = this.destination.pendingSpans;
    this.drain = new OverflowDrain({
      ...options,
      kind,
      destination: this.destination,
      batchLimits: limits.batch,
      concurrency: isInOrder ? 1 : limits.concurrency,
      onSettled: (outcome, spanCount, spans) => {
        if (outcome.status === 'unsent') return;
        account.spooled -= spanCount;
        account[outcome.status] += spanCount;
        if (options.outcomeHook === undefined) return;
        for (const span of spans()) options.outcomeHook.call(span, outcome);
      },
      onAck: () => {
        this.outlet.reopen();
      },
    });
    this.drain.kick();
  }

  /** To be called when spans of this exporter were kept. */
  noteKept(): void {
    this.holdsOwn = true;
    this.drain.kick();
  }

  /** Takes note of spans of earlier processes in a store that was opened late, and begins to send them. */
  noteRecovered(spanCount: number): void {
    this.noteKeptTwice(spanCount);
    this.drain.kick();
  }

  /** Takes note of spans that are kept twice. */
  noteKeptTwice(spanCount: number): void {
    this.options.account.recovered += spanCount;
    this.options.account.spooled += spanCount;
  }

  /** Resolves when what this exporter has kept has been sent; undefined when nothing is left of it. */
  turn(): Promise<void> | undefined {
    if (this.destination.pendingSpans === 0) this.holdsOwn = false;
    return this.holdsOwn && this.drain.isRunning ? this.drain.whenIdle() : undefined;
  }

  /** Takes note of spans that the spool lost or dropped. */
  noteDrop(drop: SpoolLoss): void {
    const { account } = this.options;
    // Spans that were lost before we knew of them were never counted as spooled.
    const unknown = Math.max(drop.spanCount - account.spooled, 0);
    account.recovered += unknown;
    account.spooled -= drop.spanCount - unknown;
    account.droppedByReason[drop.reason] += drop.spanCount;
  }

  /** Sends nothing more; resolves when the requests under way have ended. */
  closeDrain(): Promise<void> {
    return this.drain.close();
  }

  /** Makes all of it survive a loss of power, and lets go of it. */
  async closeStore(): Promise<void> {
    await this.outlet.sync();
    await this.options.store.close();
  }
}

/** Spans that a spool has lost or dropped. */
export interface SpoolLoss {
  readonly reason: 'spool-corrupt' | 'spool-size' | 'spool-age';
  readonly spanCount: number;
}

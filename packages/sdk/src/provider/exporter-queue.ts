import {
  BACKGROUND_CLOCK,
  ExporterAccount,
  type ExporterLedger,
  OneTimeWarnings,
  SYSTEM_CLOCK,
} from '@spanbridge/otlp';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ExporterFeed, type FeedDropReason } from '../provisional/exporter-feed.js';
import { Faults } from '../provisional/faults.js';
import type { FinalTaker } from './final-taker.js';

/** What an {@link ExporterQueue} is made of. */
export interface ExporterQueueOptions {
  readonly exporter: SpanExporter;
  readonly warn: (message: string) => void;
  /** Told of the spans of a batch before the exporter gets it. */
  readonly beforeExport?: ((spans: readonly ReadableSpan[]) => void) | undefined;
  /** Spans that wait at most; further ones are dropped. Default 65,536. */
  readonly queueSpansMax?: number | undefined;
  /** Default 512. */
  readonly batchSpansMax?: number | undefined;
  /** How long after its first span a batch leaves that has not become full. Default 1,000. */
  readonly scheduleDelayMs?: number | undefined;
  /** The longest time of one export, and the deadline of a flush that names none. Default 30,000. */
  readonly exportTimeoutMs?: number | undefined;
}

/**
 * Hands spans in batches to any exporter of the SDK, with the deadlines, the account and the last moment of our own
 * exporters. The queue is an {@link ExporterFeed}. A batch that the exporter reports as failed is counted as `refused`:
 * trying again is the exporter's own business.
 */
export class ExporterQueue implements FinalTaker {
  private readonly feed: ExporterFeed;
  private readonly warnings: OneTimeWarnings;
  private shutdownEnd: Promise<void> | undefined;

  constructor(options: ExporterQueueOptions) {
    const { warn, beforeExport = () => undefined } = options;
    this.warnings = new OneTimeWarnings('spanbridge', warn);
    const faults = new Faults({ component: 'spanbridge', warn });
    const clocks = { clock: BACKGROUND_CLOCK, deadlineClock: SYSTEM_CLOCK };
    this.feed = new ExporterFeed({ ...options, ...clocks, faults, beforeExport });
  }

  add(span: ReadableSpan): void {
    const before = this.feed.drops['queue-full'];
    this.feed.add(span);
    if (this.feed.drops['queue-full'] === before) return;
    this.warnings.tell('queue-full', 'the queue is full, spans are dropped. Further drops are only counted.');
  }

  forceFlush(timeoutMs?: number): Promise<void> {
    return this.feed.forceFlush(timeoutMs);
  }

  shutdown(timeoutMs?: number): Promise<void> {
    return (this.shutdownEnd ??= this.close(timeoutMs));
  }

  /** Hands over what waits; what the exporter has not taken when it returns is lost. */
  flushSync(): void {
    this.feed.flushSync();
    const lost = this.feed.giveUp('exit');
    if (lost > 0) this.tellLost('exit', lost);
  }

  ledger(): ExporterLedger {
    const { feed } = this;
    const { taken, exported, failed, withdrawn, waiting } = feed.ledger();
    const account = new ExporterAccount();
    Object.assign(account, { taken, accepted: exported, refused: failed, suppressed: withdrawn });
    Object.assign(account.droppedByReason, feed.drops);
    return account.snapshot({ queued: waiting - feed.flying, inFlight: feed.flying, cutValues: 0 });
  }

  private async close(timeoutMs: number | undefined): Promise<void> {
    const before = this.feed.drops.shutdown;
    try {
      await this.feed.shutdown(timeoutMs);
    } catch (error) {
      this.warnings.tell('close', `the shutdown of the exporter failed: ${String(error)}`);
    }
    const lost = this.feed.drops.shutdown - before;
    if (lost > 0) this.tellLost('shutdown', lost);
  }

  private tellLost(reason: FeedDropReason, spanCount: number): void {
    this.warnings.tell(reason, `${spanCount} spans were not exported before the end and are lost.`);
  }
}

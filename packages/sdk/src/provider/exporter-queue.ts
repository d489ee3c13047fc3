import { ExporterAccount, type ExporterLedger, isWithdrawn, OneTimeWarnings } from '@spanbridge/otlp';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { untraced } from '../context/suppressed.js';
import type { FinalTaker } from './final-taker.js';
import { within } from './within.js';

/** What an {@link ExporterQueue} is made of. */
export interface ExporterQueueOptions {
  readonly exporter: SpanExporter;
  readonly warn: (message: string) => void;
  /** Spans that wait at most; further ones are dropped. Default 65,536. */
  readonly queueSpansMax?: number | undefined;
  /** Default 512. */
  readonly batchSpansMax?: number | undefined;
  /** How long after its first span a batch leaves that has not become full. Default 1,000. */
  readonly scheduleDelayMs?: number | undefined;
  /** The longest time of one export, and the deadline of a flush that names none. Default 30,000. */
  readonly exportTimeoutMs?: number | undefined;
}

const QUEUE_SPANS_DEFAULT = 65_536;
const BATCH_SPANS_DEFAULT = 512;
const SCHEDULE_DELAY_DEFAULT_MS = 1_000;
const EXPORT_TIMEOUT_DEFAULT_MS = 30_000;

/**
 * Hands spans in batches to any exporter of the SDK, one export after the other. It does what the batch processor of
 * the SDK does not: a flush waits for the export under way, a shutdown for all that wait, and every lost span is
 * counted.
 * A batch that the exporter reports as failed is counted as `refused`: trying again is the exporter's own business.
 */
export class ExporterQueue implements FinalTaker {
  private readonly account = new ExporterAccount();
  private readonly warnings: OneTimeWarnings;
  private queue: ReadableSpan[] = [];
  private inFlight = 0;
  private draining: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private shutdownEnd: Promise<void> | undefined;

  constructor(private readonly options: ExporterQueueOptions) {
    this.warnings = new OneTimeWarnings('spanbridge', options.warn);
  }

  add(span: ReadableSpan): void {
    this.account.taken += 1;
    if (this.shutdownEnd !== undefined) {
      this.drop(1, 'closed');
    } else if (this.queue.length >= (this.options.queueSpansMax ?? QUEUE_SPANS_DEFAULT)) {
      this.drop(1, 'queue-full');
      this.warnings.tell('queue-full', 'the queue is full, spans are dropped. Further drops are only counted.');
    } else {
      this.queue.push(span);
      if (this.queue.length >= this.batchSpansMax) void this.drain();
      else this.schedule();
    }
  }

  async forceFlush(timeoutMs: number = this.exportTimeoutMs): Promise<void> {
    const isDone = await within(timeoutMs, this.flush());
    const left = this.queue.length + this.inFlight;
    if (!isDone) throw new Error(`${left} spans were not exported within ${timeoutMs} ms.`);
  }

  shutdown(timeoutMs: number = this.exportTimeoutMs): Promise<void> {
    return (this.shutdownEnd ??= this.close(timeoutMs));
  }

  flushSync(): void {
    this.dropRest('exit', 'when the process ended');
  }

  ledger(): ExporterLedger {
    return this.account.snapshot({ queued: this.queue.length, inFlight: this.inFlight, cutValues: 0 });
  }

  private get batchSpansMax(): number {
    return this.options.batchSpansMax ?? BATCH_SPANS_DEFAULT;
  }

  private get exportTimeoutMs(): number {
    return this.options.exportTimeoutMs ?? EXPORT_TIMEOUT_DEFAULT_MS;
  }

  private schedule(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => void this.drain(), this.options.scheduleDelayMs ?? SCHEDULE_DELAY_DEFAULT_MS);
    this.timer.unref();
  }

  private drain(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.draining ??= this.exportAll().finally(() => {
      this.draining = undefined;
    }));
  }

  private async exportAll(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.takeBatch();
      if (batch.length === 0) continue;
      this.inFlight = batch.length;
      const fault = await this.exportBatch(batch);
      // At the end of the process they may have been given up already.
      const settled = this.inFlight;
      this.inFlight = 0;
      this.account[fault === undefined ? 'accepted' : 'refused'] += settled;
      if (fault !== undefined) this.warnings.tell('fault', `the exporter lost ${batch.length} spans: ${fault}`);
    }
  }

  /** The next spans, without markers whose span has ended meanwhile: those were never there. */
  private takeBatch(): readonly ReadableSpan[] {
    const next = this.queue.slice(0, this.batchSpansMax);
    this.queue = this.queue.slice(next.length);
    const batch = next.filter((span) => !isWithdrawn(span));
    this.account.taken -= next.length - batch.length;
    return batch;
  }

  /** Exports one batch; answers why that failed. */
  private async exportBatch(batch: readonly ReadableSpan[]): Promise<string | undefined> {
    let fault: string | undefined = `it did not answer within ${this.exportTimeoutMs} ms.`;
    const answered = new Promise<void>((resolve) => {
      untraced(() => {
        this.options.exporter.export([...batch], ({ code, error }) => {
          // 0 is success: the enum would be a value of one line of the SDK.
          fault = (code as number) === 0 ? undefined : (error?.message ?? 'it gave no reason.');
          resolve();
        });
      });
    }).catch((error: unknown) => {
      fault = `it threw: ${String(error)}`;
    });
    await within(this.exportTimeoutMs, answered);
    return fault;
  }

  private async flush(): Promise<void> {
    await this.drain();
    await this.options.exporter.forceFlush?.();
  }

  private async close(timeoutMs: number): Promise<void> {
    const startMs = performance.now();
    await within(timeoutMs, this.flush());
    this.dropRest('shutdown', `within ${timeoutMs} ms`);
    const leftMs = Math.max(timeoutMs - (performance.now() - startMs), 0);
    await within(leftMs, (async () => this.options.exporter.shutdown())());
  }

  private dropRest(reason: 'shutdown' | 'exit', when: string): void {
    const count = this.queue.length + this.inFlight;
    this.queue = [];
    this.inFlight = 0;
    if (count === 0) return;
    this.drop(count, reason);
    this.warnings.tell(reason, `${count} spans were not exported ${when} and are lost.`);
  }

  private drop(count: number, reason: 'closed' | 'queue-full' | 'shutdown' | 'exit'): void {
    this.account.droppedByReason[reason] += count;
  }
}

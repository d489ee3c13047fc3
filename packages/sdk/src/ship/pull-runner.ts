import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { BATCH_LIMITS_DEFAULT, estimateSpanBytes, type SpanOutcome } from '@spanbridge/otlp';

/** Sends one batch and tells what became of each span, in order. Never rejects. */
export type SendBatch = (spans: readonly ReadableSpan[]) => Promise<readonly SpanOutcome[]>;

/** Options of a {@link PullRunner}. */
export interface PullRunnerOptions {
  readonly send: SendBatch;
  /** Spans in one batch at most. */
  readonly batchSpansMax: number;
  /** Estimated size of one batch; default 4 MiB, what every receiver takes. */
  readonly batchBytesMax?: number;
  /** Batches in flight at most. */
  readonly concurrency: number;
  readonly onOutcome: (span: ReadableSpan, outcome: SpanOutcome) => void;
}

/**
 * Between the table of spans and the network: collects spans into batches and keeps a few of them in flight.
 *
 * The reader waits in {@link PullRunner.makeRoom}, so that no more is read than can be sent: files of any size pass
 * through bounded memory, and nothing is ever dropped for want of room.
 */
export class PullRunner {
  private readonly ready: (readonly ReadableSpan[])[] = [];
  private filling: ReadableSpan[] = [];
  private fillingBytes = 0;
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly options: PullRunnerOptions) {}

  /** Takes a span that has left the table. */
  add(span: ReadableSpan): void {
    const { batchSpansMax, batchBytesMax = BATCH_LIMITS_DEFAULT.batchBytesMax } = this.options;
    const sizeBytes = estimateSpanBytes(span);
    if (this.filling.length > 0 && this.fillingBytes + sizeBytes > batchBytesMax) this.closeBatch();
    this.filling.push(span);
    this.fillingBytes += sizeBytes;
    if (this.filling.length >= batchSpansMax) this.closeBatch();
  }

  /** True when there is a batch to send, and {@link PullRunner.makeRoom} should be awaited. */
  get isFull(): boolean {
    return this.ready.length > 0;
  }

  /** Sends all full batches; resolves when the last of them is on its way. */
  async makeRoom(): Promise<void> {
    for (let batch = this.ready.shift(); batch !== undefined; batch = this.ready.shift()) {
      while (this.inFlight.size >= this.options.concurrency) await Promise.race(this.inFlight);
      const request: Promise<void> = this.sendBatch(batch).finally(() => this.inFlight.delete(request));
      this.inFlight.add(request);
    }
  }

  /** Sends everything and resolves when every span has its outcome. */
  async finish(): Promise<void> {
    this.closeBatch();
    await this.makeRoom();
    await Promise.all(this.inFlight);
  }

  private closeBatch(): void {
    if (this.filling.length > 0) this.ready.push(this.filling);
    this.filling = [];
    this.fillingBytes = 0;
  }

  private async sendBatch(batch: readonly ReadableSpan[]): Promise<void> {
    const outcomes = await this.options.send(batch);
    batch.forEach((span, index) => {
      this.options.onOutcome(span, outcomes[index] ?? { status: 'unsent', reason: 'no outcome was told' });
    });
  }
}

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
  /** Estimated size of the batches that may wait while {@link PullRunner.makeRoom} answers at once; default 0. */
  readonly backlogBytesMax?: number;
  readonly onOutcome: (span: ReadableSpan, outcome: SpanOutcome) => void;
}

/** Spans that are sent together, and their estimated size. */
interface Batch {
  readonly spans: ReadableSpan[];
  sizeBytes: number;
}

/**
 * Between the table of spans and one destination: collects spans into batches and keeps a few of them in flight.
 *
 * The reader waits in {@link PullRunner.makeRoom}, so that no more is read than can be sent: files of any size pass
 * through bounded memory, and nothing is ever dropped for want of room.
 */
export class PullRunner {
  private readonly ready: Batch[] = [];
  private filling: Batch = { spans: [], sizeBytes: 0 };
  private readyBytes = 0;
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly options: PullRunnerOptions) {}

  /** Takes a span that has left the table. */
  add(span: ReadableSpan): void {
    const { batchSpansMax, batchBytesMax = BATCH_LIMITS_DEFAULT.batchBytesMax } = this.options;
    const sizeBytes = estimateSpanBytes(span);
    if (this.filling.spans.length > 0 && this.filling.sizeBytes + sizeBytes > batchBytesMax) this.closeBatch();
    this.filling.spans.push(span);
    this.filling.sizeBytes += sizeBytes;
    if (this.filling.spans.length >= batchSpansMax) this.closeBatch();
  }

  /** True when more waits than may, and {@link PullRunner.makeRoom} should be awaited. */
  get isFull(): boolean {
    return this.ready.length > 0 && this.readyBytes > (this.options.backlogBytesMax ?? 0);
  }

  /** Resolves when no more waits than may: by default when the last full batch is on its way. */
  async makeRoom(): Promise<void> {
    while (this.isFull) await Promise.race(this.inFlight);
  }

  /** Lets the spans that have gathered go without waiting for a full batch. */
  sendNow(): void {
    this.closeBatch();
  }

  /** Sends everything and resolves when every span has its outcome. */
  async finish(): Promise<void> {
    this.closeBatch();
    while (this.inFlight.size > 0) await Promise.race(this.inFlight);
  }

  /** Gives the waiting batches this outcome instead of sending them. */
  shed(outcome: SpanOutcome): void {
    for (const { spans } of this.ready.splice(0)) for (const span of spans) this.options.onOutcome(span, outcome);
    this.readyBytes = 0;
  }

  private closeBatch(): void {
    if (this.filling.spans.length === 0) return;
    this.ready.push(this.filling);
    this.readyBytes += this.filling.sizeBytes;
    this.filling = { spans: [], sizeBytes: 0 };
    this.pump();
  }

  private pump(): void {
    while (this.inFlight.size < this.options.concurrency) {
      const batch = this.ready.shift();
      if (batch === undefined) return;
      this.readyBytes -= batch.sizeBytes;
      const request: Promise<void> = this.sendBatch(batch.spans).finally(() => {
        this.inFlight.delete(request);
        this.pump();
      });
      this.inFlight.add(request);
    }
  }

  private async sendBatch(batch: readonly ReadableSpan[]): Promise<void> {
    const outcomes = await this.options.send(batch);
    batch.forEach((span, index) => {
      this.options.onOutcome(span, outcomes[index] ?? { status: 'unsent', reason: 'no outcome was told' });
    });
  }
}

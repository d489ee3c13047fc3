import { TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Takes ended spans one by one, in its own time; `OtlpSpanExporter` is one. */
export interface SpanTaker {
  /** Takes a span at once; neither waits nor throws. */
  add(span: ReadableSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/**
 * Hands sampled spans to an exporter as they end. It keeps nothing: queue, batches, priorities and limits are the
 * exporter's, so that a span waits in one place only.
 */
export class DeliverySpanProcessor implements SpanProcessor {
  private shutdownEnd: Promise<void> | undefined;

  constructor(private readonly exporter: SpanTaker) {}

  onStart(): void {
    // A span matters to an exporter when it has ended.
  }

  onEnd(span: ReadableSpan): void {
    // What is recorded but not sampled is for the application alone.
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) this.exporter.add(span);
  }

  /** Resolves when every span that ended before has been delivered; rejects when that took too long. */
  forceFlush(): Promise<void> {
    return this.exporter.forceFlush();
  }

  /** Shuts the exporter down, once. Spans that end later are dropped, and counted by the exporter. */
  shutdown(): Promise<void> {
    return (this.shutdownEnd ??= this.exporter.shutdown());
  }
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ExportOutcome } from './exporter-ledger.js';
import type { SpanDelivery } from './span-delivery.js';

/** Options of an {@link OutageHold}. */
export interface OutageHoldOptions {
  readonly delivery: SpanDelivery;
  readonly settle: (span: ReadableSpan, outcome: ExportOutcome) => void;
}

/** Spans held at most: markers of spans that run for long are few, and more would only say the same. */
const HELD_SPANS_MAX = 4_096;

const NO_ROOM: ExportOutcome = { status: 'dropped', reason: 'queue-full' };

const ENDED: ExportOutcome = { status: 'dropped', reason: 'shutdown' };

/**
 * Spans that may still be withdrawn, while the destination is down and everything else goes to the store: from there
 * they could not be taken back. They wait in memory for the destination, the oldest is dropped for one too many, and
 * one request of them is under way at a time.
 */
export class OutageHold {
  private waiting: ReadableSpan[] = [];
  private sending: readonly ReadableSpan[] = [];

  constructor(private readonly options: OutageHoldOptions) {}

  /** How many spans it holds. */
  get length(): number {
    return this.waiting.length + this.sending.length;
  }

  /** Takes spans in, and begins to send them. */
  hold(spans: readonly ReadableSpan[]): void {
    this.waiting.push(...spans);
    const excess = Math.max(this.length - HELD_SPANS_MAX, 0);
    for (const span of this.waiting.splice(0, excess)) this.options.settle(span, NO_ROOM);
    if (this.sending.length === 0) void this.run();
  }

  /** Takes all spans out; what becomes of the request under way does not count any more. */
  takeAll(): readonly ReadableSpan[] {
    const all = [...this.sending, ...this.waiting];
    this.waiting = [];
    this.sending = [];
    return all;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const spans = this.waiting;
      this.waiting = [];
      this.sending = spans;
      const outcomes = await this.options.delivery.deliver(spans);
      // Taken out meanwhile.
      if (this.sending !== spans) return;
      this.sending = [];
      for (const [index, span] of spans.entries()) {
        const outcome = outcomes[index];
        // Only a post that was ended leaves spans unsent.
        this.options.settle(span, outcome === undefined || outcome.status === 'unsent' ? ENDED : outcome);
      }
    }
  }
}

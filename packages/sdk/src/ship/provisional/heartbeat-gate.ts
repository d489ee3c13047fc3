import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { partialLaneOf } from '../../provisional/partial-log-record.js';

/**
 * Holds heartbeats back until the disk says that there is one: whoever ends the span, were it after a crash, has to
 * send a stop. While the disk takes nothing, only those spans go on beating of which it says so already: a collector
 * that hears no more of one would send it.
 */
export class HeartbeatGate {
  private waiting: ReadableSpan[] = [];
  /** The running spans of which the disk knows that they beat. */
  private readonly vouched = new Set<string>();

  /** Some heartbeat waits. */
  get isWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes a heartbeat. */
  hold(span: ReadableSpan): void {
    this.waiting.push(span);
  }

  /** Notes that a span has ended. */
  noteStop(span: ReadableSpan): void {
    this.vouched.delete(partialLaneOf(span));
  }

  /** The heartbeats that may leave now; the others never do. */
  release({ isCommitted }: { readonly isCommitted: boolean }): readonly ReadableSpan[] {
    const spans = this.waiting.splice(0);
    if (!isCommitted) return spans.filter((span) => this.vouched.has(partialLaneOf(span)));
    for (const span of spans) this.vouched.add(partialLaneOf(span));
    return spans;
  }
}

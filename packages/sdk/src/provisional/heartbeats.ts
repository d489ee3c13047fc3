import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { millisToNanos, toHrTime, type ProvisionalTiming } from '@spanbridge/core';
import type { LogTaker } from './processor-options.js';
import type { OpenSpan } from './open-span.js';
import { createHeartbeat, createStop, partialLaneOf } from './partial-log-record.js';

/** Options of {@link Heartbeats}. */
export interface HeartbeatsOptions {
  readonly add: LogTaker['add'];
  readonly timing: ProvisionalTiming;
  readonly unixNowMs: () => number;
  /** Told of a span of which was not heard for so long that a collector has sent it. */
  readonly onSwept: (open: OpenSpan) => void;
}

interface Beat {
  readonly open: OpenSpan;
  readonly dueMs: number;
}

/** Places of beats that are over, at the front of the queue, after which it is cut. */
const STALE_MAX = 1_024;

/**
 * The heartbeats of spans that run, in the order in which they are due, and their stops. All have the same interval, so
 * that a queue is enough: who has beaten goes to its end.
 */
export class Heartbeats {
  /** Heartbeats that were handed over. */
  sent = 0;
  /** Stops that were handed over. */
  stops = 0;
  private queue: Beat[] = [];
  private first = 0;
  private lastDueMs = -Infinity;

  constructor(private readonly options: HeartbeatsOptions) {}

  /** When the next heartbeat of a span is due that has had one; undefined when there is none. */
  get nextDueMs(): number | undefined {
    return this.oldest()?.dueMs;
  }

  /** Sends the first heartbeat of a span. `dueMs` is when that should have been. */
  begin(open: OpenSpan, dueMs: number, nowMs: number): void {
    this.beat({ open, dueMs }, nowMs);
  }

  /** Sends heartbeats that are due, `most` of them. */
  beatDue(nowMs: number, most: number): void {
    for (let count = 0; count < most; count += 1) {
      const beat = this.oldest();
      if (beat === undefined || beat.dueMs > nowMs) return;
      this.first += 1;
      if (this.isSilent(beat.open, nowMs)) this.options.onSwept(beat.open);
      else this.beat(beat, nowMs);
    }
  }

  /** Whether a collector that heard nothing for this long has closed the span itself. */
  isSilent({ lastBeatMs }: OpenSpan, nowMs: number): boolean {
    const { heartbeatMs, expiryFactor } = this.options.timing;
    return lastBeatMs !== undefined && nowMs - lastBeatMs > heartbeatMs * expiryFactor;
  }

  /** Takes back a span of which heartbeats were sent; nothing when there were none. `span` is what it ends as. */
  stop(open: OpenSpan, span: ReadableSpan): void {
    if (open.lastBeatMs === undefined) return;
    open.lastBeatMs = undefined;
    this.stops += 1;
    this.options.add(createStop(span, { now: this.now() }), { lane: partialLaneOf(open.span) });
  }

  private beat({ open, dueMs }: Beat, nowMs: number): void {
    const { heartbeatMs } = this.options.timing;
    open.lastBeatMs = nowMs;
    this.sent += 1;
    // A tick that comes late must not be followed by a burst of all that was missed.
    const nextMs = nowMs - dueMs < heartbeatMs ? dueMs + heartbeatMs : nowMs + heartbeatMs;
    this.lastDueMs = Math.max(nextMs, this.lastDueMs);
    this.queue.push({ open, dueMs: this.lastDueMs });
    const record = createHeartbeat(open.span, { now: this.now(), frequencyMs: heartbeatMs });
    // A heartbeat that is late says nothing that the next one does not say.
    this.options.add(record, { lane: partialLaneOf(open.span), lifetimeMs: heartbeatMs });
  }

  /** The beat that is due first, past those of spans that are over. */
  private oldest(): Beat | undefined {
    for (; this.first < this.queue.length; this.first += 1) {
      const beat = this.queue[this.first];
      if (beat !== undefined && !beat.open.span.ended && !beat.open.hasLeft) {
        if (this.first > STALE_MAX) this.cut();
        return beat;
      }
    }
    this.cut();
    return undefined;
  }

  private cut(): void {
    this.queue.splice(0, this.first);
    this.first = 0;
  }

  private now(): ReturnType<typeof toHrTime> {
    return toHrTime(millisToNanos(this.options.unixNowMs()));
  }
}

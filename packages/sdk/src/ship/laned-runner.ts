import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanOutcome } from '@spanbridge/otlp';
import { traceLaneOf } from './provisional/trace-lane.js';
import { PullRunner, type PullRunnerOptions } from './pull-runner.js';

/** What stands between the table of spans and one destination. */
export type SpanRunner = Pick<PullRunner, 'add' | 'isFull' | 'makeRoom' | 'sendNow' | 'finish' | 'shed'>;

/**
 * A runner in which the requests of one trace follow one another: as many lanes as requests may be in flight, each with
 * one request at a time, and every trace in one of them. No descendant can then overtake the anchor of its parent.
 */
export class LanedRunner implements SpanRunner {
  private readonly lanes: readonly PullRunner[];

  constructor({ concurrency, backlogBytesMax = 0, ...options }: PullRunnerOptions) {
    this.lanes = Array.from({ length: concurrency }, () => {
      return new PullRunner({ ...options, concurrency: 1, backlogBytesMax: backlogBytesMax / concurrency });
    });
  }

  /** Takes a span that has left the table. */
  add(span: ReadableSpan): void {
    this.lanes[traceLaneOf(span, this.lanes.length)]?.add(span);
  }

  /** True when some lane has more waiting than may, and {@link LanedRunner.makeRoom} should be awaited. */
  get isFull(): boolean {
    return this.lanes.some((lane) => lane.isFull);
  }

  /** Resolves when no lane has more waiting than may. */
  async makeRoom(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.makeRoom()));
  }

  /** Lets the spans that have gathered go without waiting for full batches. */
  sendNow(): void {
    for (const lane of this.lanes) lane.sendNow();
  }

  /** Sends everything and resolves when every span has its outcome. */
  async finish(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.finish()));
  }

  /** Gives the waiting batches this outcome instead of sending them. */
  shed(outcome: SpanOutcome): void {
    for (const lane of this.lanes) lane.shed(outcome);
  }
}

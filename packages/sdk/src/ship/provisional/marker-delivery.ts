import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { BACKGROUND_CLOCK, type Clock, type SpanOutcome, type WithdrawableSpan } from '@spanbridge/otlp';
import type { Destination } from '../destinations.js';
import { OutcomeCollector } from '../span-fates.js';
import { MarkerLane, type MarkerOutcome } from './marker-lane.js';

/** Options of a {@link MarkerDelivery}. */
export interface MarkerDeliveryOptions {
  readonly destinations: readonly Destination[];
  readonly batchSpansMax: number;
  /** Markers that wait for one destination at most; default 10,000. */
  readonly queueMarkersMax?: number;
  /** Default: that of the process, which it does not keep alive. */
  readonly clock?: Clock;
  /** What became of a marker, once, when all destinations have answered. */
  readonly onOutcome: (marker: ReadableSpan, outcome: MarkerOutcome) => void;
  /** A destination refused a marker; told for each destination. */
  readonly onRefused: (marker: ReadableSpan, outcome: SpanOutcome & { readonly status: 'refused' }) => void;
}

/** From good to bad. One that was sent to some destination was sent, although another never saw it. */
const OUTCOME_RANK: Readonly<Record<MarkerOutcome['status'], number>> = {
  suppressed: 0,
  accepted: 1,
  refused: 2,
  unsent: 3,
  dropped: 4,
};

/**
 * Brings markers to all destinations, to each at its own pace. They need no disk: what a marker says is said by the
 * start of its span alone, so that a run that is killed can at most leave one out, or send the same bytes again.
 */
export class MarkerDelivery {
  private readonly lanes: readonly MarkerLane[];
  private readonly fates: OutcomeCollector<WithdrawableSpan, MarkerOutcome>;

  constructor({ destinations, clock = BACKGROUND_CLOCK, ...options }: MarkerDeliveryOptions) {
    this.fates = new OutcomeCollector<WithdrawableSpan, MarkerOutcome>(
      destinations.length,
      worseOutcome,
      options.onOutcome,
    );
    this.lanes = destinations.map(({ sender }) => {
      return new MarkerLane({
        ...options,
        sender,
        clock,
        onOutcome: (marker, outcome) => {
          if (outcome.status === 'refused') options.onRefused(marker, outcome);
          this.fates.note(marker, outcome);
        },
      });
    });
  }

  /** Takes a marker, which leaves at once. */
  add(marker: WithdrawableSpan): void {
    for (const lane of this.lanes) lane.add(marker);
  }

  /** Tries once more what waits, and resolves when every marker has its outcome. */
  async finish(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.finish()));
  }
}

function worseOutcome(a: MarkerOutcome, b: MarkerOutcome): MarkerOutcome {
  return OUTCOME_RANK[a.status] >= OUTCOME_RANK[b.status] ? a : b;
}

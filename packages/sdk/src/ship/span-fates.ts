import type { SpanOutcome } from '@spanbridge/otlp';

/** From good to bad: with several destinations a span counts once, by the worst that happened to it. */
const OUTCOME_RANK: Readonly<Record<SpanOutcome['status'], number>> = {
  suppressed: 0,
  accepted: 1,
  refused: 2,
  unsent: 3,
};

/** The worse of two outcomes; the first of two that are equally bad. */
export function worseOutcome(a: SpanOutcome | undefined, b: SpanOutcome): SpanOutcome {
  return a !== undefined && OUTCOME_RANK[a.status] >= OUTCOME_RANK[b.status] ? a : b;
}

/** What is known of a span, or of a record of spans, while some destinations have not answered yet. */
interface Fate<Outcome> {
  missing: number;
  worst: Outcome;
}

/**
 * Waits for the outcomes of all destinations: each item is settled once, with what {@link worseOutcome} makes of them.
 * Holds an item from its first outcome to its last; who sends to one destination never fills it.
 */
export class OutcomeCollector<Item, Outcome> {
  private readonly fates = new Map<Item, Fate<Outcome>>();

  /**
   * @param destinationCount - how many outcomes make one
   * @param worse - the worse of two outcomes
   * @param onSettled - called once for each item, when its last outcome is known
   */
  constructor(
    private readonly destinationCount: number,
    private readonly worse: (a: Outcome, b: Outcome) => Outcome,
    private readonly onSettled: (item: Item, outcome: Outcome) => void,
  ) {}

  /** Notes the outcome that one destination has for an item. */
  note(item: Item, outcome: Outcome): void {
    const fate = this.fates.get(item);
    const worst = fate === undefined ? outcome : this.worse(fate.worst, outcome);
    const missing = (fate?.missing ?? this.destinationCount) - 1;
    if (missing > 0) {
      this.fates.set(item, { missing, worst });
      return;
    }
    this.fates.delete(item);
    this.onSettled(item, worst);
  }
}

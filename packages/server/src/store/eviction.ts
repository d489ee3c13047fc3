/** What spans occupy. */
export interface Usage {
  readonly spans: number;
  readonly bytes: number;
}

/** What a store may occupy. */
export interface StoreLimits {
  readonly spansMax: number;
  readonly bytesMax: number;
}

/** One trace as eviction sees it. */
export interface EvictionCandidate {
  readonly traceId: string;
  readonly usage: Usage;
}

/** What {@link chooseEvictions} decides on. */
export interface EvictionInput {
  /** All traces, the one whose first span arrived first at the front. */
  readonly oldestFirst: Iterable<EvictionCandidate>;
  /** The sum over all traces. */
  readonly total: Usage;
  readonly limits: StoreLimits;
  /** The trace that grew just now; it stays, because evicting it would lose the newest spans instead of the oldest. */
  readonly keepTraceId: string;
}

/** Answers whether a usage is within the limits; exactly at a limit is within. */
export function isWithin(usage: Usage, limits: StoreLimits): boolean {
  return usage.spans <= limits.spansMax && usage.bytes <= limits.bytesMax;
}

/** The sum of two usages. */
export function addUsage(a: Usage, b: Usage): Usage {
  return { spans: a.spans + b.spans, bytes: a.bytes + b.bytes };
}

/** What remains of `a` when `b` leaves. */
export function subtractUsage(a: Usage, b: Usage): Usage {
  return { spans: a.spans - b.spans, bytes: a.bytes - b.bytes };
}

/**
 * The traces that leave so that the rest is within the limits: as few as possible from the oldest on.
 * Whole traces leave, never parts of one: half a trace misleads whoever reads it.
 */
export function chooseEvictions(input: EvictionInput): readonly string[] {
  const evicted: string[] = [];
  let remaining = input.total;
  for (const { traceId, usage } of input.oldestFirst) {
    if (isWithin(remaining, input.limits)) break;
    if (traceId === input.keepTraceId) continue;
    evicted.push(traceId);
    remaining = subtractUsage(remaining, usage);
  }
  return evicted;
}

/** How spans are shown that have started and not ended; what each sends is written in docs/provisional-spans.md. */
export const PROVISIONAL_STRATEGIES = ['hold', 'marker', 'anchor', 'log'] as const;

/** One of {@link PROVISIONAL_STRATEGIES}. */
export type ProvisionalStrategy = (typeof PROVISIONAL_STRATEGIES)[number];

/** When spans in flight are told of, on a monotonic clock. */
export interface ProvisionalTiming {
  /** Age of a span at its marker, or at its first heartbeat. */
  readonly minAgeMs: number;
  /** From one heartbeat of a span to the next (`log`). */
  readonly heartbeatMs: number;
  /** After this many intervals of silence a collector has sent the span itself (`log`). */
  readonly expiryFactor: number;
}

/** The defaults of {@link ProvisionalTiming}: those of the otel-partial protocol. */
export const PROVISIONAL_TIMING_DEFAULT: ProvisionalTiming = { minAgeMs: 5_000, heartbeatMs: 5_000, expiryFactor: 3 };

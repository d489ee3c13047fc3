/**
 * Why a span left the table of pending spans:
 * `ended` its end is known · `expired` nothing was heard of it for the pending timeout · `evicted` the table was full ·
 * `flushed` the input is complete · `withdrawn` its source took it back.
 */
export const END_CAUSES = ['ended', 'expired', 'evicted', 'flushed', 'withdrawn'] as const;

/** One of {@link END_CAUSES}. */
export type EndCause = (typeof END_CAUSES)[number];

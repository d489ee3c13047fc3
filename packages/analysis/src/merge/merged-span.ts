import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanRow } from './span-row.js';

/**
 * How a real span stands, as all that was sent about it says:
 *
 * - `running`: told of, not ended;
 * - `stale`: told of by heartbeats, which have stopped;
 * - `unfinished`: closed by somebody else than its program, and its end has not come since;
 * - `finished`;
 * - `conflicting`: two different ends were sent; the later one is shown.
 */
export type MergedState = 'running' | 'stale' | 'unfinished' | 'finished' | 'conflicting';

/** One real span, whatever number of spans it was sent as. */
export interface MergedSpan {
  /**
   * Under the real id and the real parent, with the best content. While it runs, `spanbridge.span.phase` is `pending`
   * and its end is the last evidence of it; no other attribute tells of how it was sent.
   */
  readonly span: ReadableSpan;
  readonly state: MergedState;
  /** Why an unfinished span left its program (`flushed`, `expired`, `evicted`), where it says so. */
  readonly cause?: string;
  /** It runs, and nothing says that it has come to its end: its bar grows until now. */
  readonly isGrowing: boolean;
  /** Late records whose span is not here: they are no span, and are counted as none. */
  readonly isStray: boolean;
  /** What was sent, each content once, in the order of {@link ROW_ROLES}. */
  readonly rows: readonly SpanRow[];
}

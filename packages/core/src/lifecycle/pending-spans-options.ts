import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LedgerNote } from '../diagnostics/ledger.js';
import type { EncodeEvent } from '../span/late-spans.js';
import type { SpanCompleteness } from '../span/snapshot.js';
import type { ProvisionalRules } from './announcement.js';
import type { PartialEvent } from './announcer.js';
import type { EndCause } from './end-cause.js';

/**
 * What has left. `span` and `anchor`: under the real id; the others beside it, under a derived id. A `marker` may be
 * taken back until it is sent: it has `isWithdrawn()`, which is true once its span has an end, or has left in any way.
 */
export interface LeftSpan {
  readonly span: ReadableSpan;
  readonly role: LeftRole;
  /** Undefined for what leaves while the span runs: markers and anchors. */
  readonly cause: EndCause | undefined;
  /** `started`: the span runs, and will leave again. */
  readonly completeness: SpanCompleteness | 'started';
}

/** What a span that leaves stands for. */
export type LeftRole = 'span' | 'anchor' | 'marker' | 'completion' | 'unfinished' | 'late';

/** Options of the table of pending spans; the limits have the defaults written beside them. */
export interface PendingSpansOptions {
  readonly resource: Resource;
  /** Called for every span that leaves, in order. Must not call back into the table. */
  readonly onLeave: (left: LeftSpan) => void;
  /** Called for every signal that adds nothing because the table has it already. */
  readonly onDuplicate: () => void;
  readonly encodeEvent: EncodeEvent;
  /** Spans without a known end; default 100,000. When full, the one that was silent for longest leaves as `evicted`. */
  readonly openSpansMax?: number;
  /** Estimated memory of the spans without a known end; default 64 MB, same consequence. */
  readonly openBytesMax?: number;
  /** Spans with start and end that wait for late records; default 20,000. When full, the oldest leaves as `ended`. */
  readonly closedSpansMax?: number;
  /** Estimated memory of those; default 32 MB, same consequence. */
  readonly closedBytesMax?: number;
  /** Keys of spans that have left; default 1,000,000. A record of a forgotten one opens its span anew. */
  readonly endedKeysMax?: number;
  /** Monotonic milliseconds, for the table's `expire()`; the default never moves, and nothing expires. */
  readonly now?: () => number;
  /**
   * Monotonic milliseconds that go on also where `now` waits for a backlog: the age of running spans, and how long
   * heartbeats were missing. Default `now`.
   */
  readonly steadyNow?: () => number;
  /** Notes what changes, for the table's `takeChanges()`. Default false. */
  readonly isTracked?: boolean;
  /** How spans are told of that run; default: not at all (`hold`). */
  readonly provisional?: ProvisionalRules;
  /** Milliseconds since 1970, for the silence of `log`: also while the process stood still. Default `Date.now`. */
  readonly unixNow?: () => number;
  /**
   * Called for each heartbeat of a running span (`log`), whose `ended` is false, and for its stop, as soon as its end
   * is known or before it leaves without one. Must not call back into the table.
   */
  readonly onPartial?: (span: ReadableSpan, event: PartialEvent) => void;
  /** Called for what is counted beside the columns of the ledger. */
  readonly onNote?: (note: LedgerNote, count: number) => void;
}

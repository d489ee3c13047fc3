import type { Attributes, Link, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { InstrumentationScope } from './instrumentation-scope.js';

/** The foreign system that a signal comes from; one constant object per bridge. */
export interface ForeignSystem {
  /** Prefix of the attributes that we add: `tracer_meta`. */
  readonly prefix: string;
  readonly scope: InstrumentationScope;
}

/** Attributes that were converted already, with what did not fit. */
export interface SignalAttributes {
  readonly attributes: Attributes;
  readonly droppedCount: number;
  readonly sizeBytes: number;
}

/** An event of a span. */
export interface SpanEventContent extends SignalAttributes {
  readonly name: string;
  readonly timeUnixNano: bigint;
}

/**
 * Something that any record of a span may say of the whole span, such as the dialect that it is written in.
 * Of several values for one key the highest rank wins, then the greater text: so the order of reading does not matter.
 */
export interface SpanFact {
  readonly key: string;
  readonly value: string | boolean | number;
  readonly rank: number;
}

/** What every signal says: which span, when, by whom. Ids are lower-case hex; times are nanoseconds since 1970. */
export interface SignalBase {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined: a root, or a record that does not say. */
  readonly parentSpanId: string | undefined;
  /**
   * Whether the record has the last word on the parent. `open`, on a start: it has not, and neither marker nor anchor
   * is made of it alone. `settled`, on any other record: `parentSpanId` is the parent, undefined for a root, where the
   * start left that open; of several the earliest counts. Default: a start settles it, other records only name one.
   */
  readonly parentStanding?: 'open' | 'settled';
  readonly timeUnixNano: bigint;
  readonly system: ForeignSystem;
  readonly facts: readonly SpanFact[];
}

/** The span begins. Of several starts the earliest counts. */
export interface StartSignal extends SignalBase {
  readonly type: 'start';
  readonly name: string;
  readonly kind: SpanKind;
  readonly content: SignalAttributes;
  readonly links: readonly Link[];
  /**
   * The same record holds the end, too. There was no moment at which the span could have been seen running, so an
   * anchor would only double it. `RecordPipeline` says so of a record, so that no batch and no clock decides.
   */
  readonly isWhole?: boolean;
}

/** Something happened inside the span. */
export interface EventSignal extends SignalBase {
  readonly type: 'event';
  readonly event: SpanEventContent;
  /** Name of the span if no record ever names it; the earliest event's wins. */
  readonly nameHint: string;
}

/** More is known of the span: attributes, or that it failed. */
export interface UpdateSignal extends SignalBase {
  readonly type: 'update';
  readonly content: SignalAttributes;
  readonly status: SpanStatus | undefined;
}

/** The span ends. Of several ends the latest counts, unless they are tentative. */
export interface EndSignal extends SignalBase {
  readonly type: 'end';
  /** Name of the span, for the case that its start is never seen. */
  readonly name: string;
  /** What the span was called in the end, where that may differ from how it started. */
  readonly finalName?: string;
  readonly status: SpanStatus;
  readonly content: SignalAttributes;
  readonly events: readonly SpanEventContent[];
  /** The duration that the record states, for the case that the start is never seen. */
  readonly durationNano: bigint | undefined;
  /**
   * Set when the record only looks like an end. It is one if the span started under `name`, or, where no start is ever
   * seen, if `closesUnstarted`. Of several that are, the earliest counts; every other one is the event `otherwise`.
   */
  readonly tentative: TentativeEnd | undefined;
}

/** See {@link EndSignal.tentative}. */
export interface TentativeEnd {
  readonly closesUnstarted: boolean;
  readonly otherwise: SpanEventContent;
  readonly nameHint: string;
}

/** The source takes the span back: nothing of it leaves. */
export interface WithdrawSignal extends SignalBase {
  readonly type: 'withdraw';
}

/**
 * What a bridge says about a span: the one language between bridges and the table of pending spans.
 * Signals may come in any order. A record that holds a whole span is a start and an end.
 */
export type SpanSignal = StartSignal | EventSignal | UpdateSignal | EndSignal | WithdrawSignal;

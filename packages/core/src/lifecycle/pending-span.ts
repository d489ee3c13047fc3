import type { SpanStatus } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type {
  EndSignal,
  EventSignal,
  ForeignSystem,
  SpanEventContent,
  SpanFact,
  SpanSignal,
  StartSignal,
  UpdateSignal,
} from '../model/span-signal.js';
import { compareSignals, compareTexts, signalText } from './content-text.js';
import { EarliestList, type EarliestListKind, type EarliestListState } from './earliest-list.js';
import { EventList } from './event-list.js';
import { type TimeRange, unionRange } from './evidence.js';
import { endSizeBytes, isTentative, TentativeEnds, type TentativeEndsState } from './tentative-ends.js';

/** Bytes that an entry of the table costs before it has gathered anything; measured on V8, rounded up. */
const ENTRY_OVERHEAD_BYTES = 700;
const SIGNAL_OVERHEAD_BYTES = 250;

/** What a signal did to its span. */
export type Gathered = 'gathered' | 'duplicate';

/** Updates that a span keeps at most, the earliest; of later ones the attributes are counted as dropped. */
const UPDATES_MAX = 128;

const UPDATES: EarliestListKind<UpdateSignal> = {
  itemsMax: UPDATES_MAX,
  compare: compareSignals,
  textOf: (update) => `${update.timeUnixNano}|${signalText(update)}`,
  sizeBytesOf: (update) => SIGNAL_OVERHEAD_BYTES + update.content.sizeBytes,
  weightOf: (update) => Object.keys(update.content.attributes).length + update.content.droppedCount,
  fingerprintsMax: 100_000,
};

const NO_FACTS: readonly SpanFact[] = [];
const NO_UPDATES: readonly UpdateSignal[] = [];

function factText({ value }: SpanFact): string {
  return `${String(value)}|${typeof value}`;
}

function isStronger(fact: SpanFact, known: SpanFact): boolean {
  return fact.rank > known.rank || (fact.rank === known.rank && factText(fact) > factText(known));
}

/** Order of systems of which records stand under one span id: the choice must not depend on which was read first. */
function compareSystems(a: ForeignSystem, b: ForeignSystem): number {
  return (
    compareTexts(a.scope.name, b.scope.name) ||
    compareTexts(a.scope.version ?? '', b.scope.version ?? '') ||
    compareTexts(a.prefix, b.prefix)
  );
}

/**
 * What was told of the span while it ran. `anchored`: its real id has left; `elsewhere`: a collector has sent it under
 * its real id, because its heartbeats had stopped.
 */
export type Announced =
  | { readonly type: 'marked' | 'anchored' | 'elsewhere' }
  | {
      readonly type: 'beating';
      /** When the last heartbeat was handed out, on the table's clock and on that of the world. */
      readonly beatAtMs: number;
      readonly beatUnixMs: number;
    };

/** A {@link PendingSpan} as plain data, from which it can be made again. */
export interface PendingSpanState {
  readonly traceId: string;
  readonly spanId: string;
  readonly system: ForeignSystem;
  readonly facts: readonly SpanFact[];
  readonly range: TimeRange;
  readonly descendants: TimeRange | undefined;
  readonly start: StartSignal | undefined;
  readonly end: EndSignal | undefined;
  readonly tentativeEnds: TentativeEndsState | undefined;
  readonly updates: EarliestListState<UpdateSignal> | undefined;
  readonly error: UpdateSignal | undefined;
  readonly events: EarliestListState<SpanEventContent> | undefined;
  readonly hint: NameHint | undefined;
  readonly parentClaim: ParentClaim | undefined;
  readonly announced: Announced | undefined;
}

/** The earliest event that suggests a name for a span without lifecycle. */
interface NameHint {
  readonly event: SpanEventContent;
  readonly name: string;
}

/** The earliest record that names a parent. */
interface ParentClaim {
  readonly timeUnixNano: bigint;
  readonly spanId: string;
}

/**
 * Everything that is known of one span that has not left yet. Gathering is commutative: the same signals in any order
 * make the same span.
 */
export class PendingSpan {
  start: StartSignal | undefined;
  system: ForeignSystem;
  /** Times of descendants that have left already. */
  descendants: TimeRange | undefined;
  /** The best fact of each key; a short list, mostly the one that the bridge shares among all records. */
  facts: readonly SpanFact[] = NO_FACTS;
  announced: Announced | undefined;
  private updateList: EarliestList<UpdateSignal> | undefined;
  private earliestError: UpdateSignal | undefined;
  private definiteEnd: EndSignal | undefined;
  private tentativeEnds: TentativeEnds | undefined;
  private eventList: EventList | undefined;
  private earliestHint: NameHint | undefined;
  private parentClaim: ParentClaim | undefined;
  private firstUnixNano: bigint;
  private lastUnixNano: bigint;

  /** @param first - the signal that made the entry; it still has to be gathered */
  constructor(first: Pick<SpanSignal, 'traceId' | 'spanId' | 'system' | 'timeUnixNano'>) {
    this.traceId = first.traceId;
    this.spanId = first.spanId;
    this.system = first.system;
    this.firstUnixNano = first.timeUnixNano;
    this.lastUnixNano = first.timeUnixNano;
  }

  readonly traceId: string;
  readonly spanId: string;

  /** The span whose state this is. */
  static restore(state: PendingSpanState): PendingSpan {
    const { range, tentativeEnds, updates, events } = state;
    const span = new PendingSpan({ ...state, timeUnixNano: range.firstUnixNano });
    span.lastUnixNano = range.lastUnixNano;
    span.facts = state.facts;
    span.descendants = state.descendants;
    span.start = state.start;
    span.definiteEnd = state.end;
    span.tentativeEnds = tentativeEnds && new TentativeEnds().restore(tentativeEnds);
    span.updateList = updates && new EarliestList(UPDATES).restore(updates);
    span.earliestError = state.error;
    span.eventList = events && new EventList().restore(events);
    span.earliestHint = state.hint;
    span.parentClaim = state.parentClaim;
    span.announced = state.announced;
    return span;
  }

  /** Everything that is known, as plain data. */
  toState(): PendingSpanState {
    return {
      traceId: this.traceId,
      spanId: this.spanId,
      system: this.system,
      facts: this.facts,
      range: this.ownRange,
      descendants: this.descendants,
      start: this.start,
      end: this.definiteEnd,
      tentativeEnds: this.tentativeEnds?.toState(),
      updates: this.updateList?.toState(),
      error: this.earliestError,
      events: this.eventList?.toState(),
      hint: this.earliestHint,
      parentClaim: this.parentClaim,
      announced: this.announced,
    };
  }

  /** Takes one signal in; a second start or end, or an event that is there already, is a `duplicate`. */
  gather(signal: Exclude<SpanSignal, { type: 'withdraw' }>): Gathered {
    this.noteCommon(signal);
    switch (signal.type) {
      case 'start':
        return this.gatherStart(signal);
      case 'end':
        return this.gatherEnd(signal);
      case 'event':
        return this.gatherEvent(signal.event, signal.nameHint);
      case 'update':
        return this.gatherUpdate(signal);
    }
  }

  /** The record that ends the span, as far as is known now. */
  get end(): EndSignal | undefined {
    return this.definiteEnd ?? this.tentativeEnds?.resolve(this.start?.name);
  }

  /** True once start and end are known: nothing more is awaited. */
  get isClosed(): boolean {
    return this.start !== undefined && this.end !== undefined;
  }

  /** The parent: the start's word is final, else the earliest record that names one. A span is not its own parent. */
  get parentSpanId(): string | undefined {
    const parent = this.start === undefined ? this.parentClaim?.spanId : this.start.parentSpanId;
    return parent === this.spanId ? undefined : parent;
  }

  /** From the first to the last record of this span alone. */
  get ownRange(): TimeRange {
    return { firstUnixNano: this.firstUnixNano, lastUnixNano: this.lastUnixNano };
  }

  /** The span itself has left under its real id, in one way or the other: what follows needs another. */
  get isRealIdTaken(): boolean {
    return this.announced?.type === 'anchored' || this.announced?.type === 'elsewhere';
  }

  /** The name that records without lifecycle suggest. */
  get nameHint(): string | undefined {
    return this.earliestHint?.name;
  }

  /** An error that a record of a span without an end has told. */
  get updateStatus(): SpanStatus | undefined {
    return this.earliestError?.status;
  }

  /** The updates that stay, earliest first. */
  get updates(): readonly UpdateSignal[] {
    return this.updateList?.items ?? NO_UPDATES;
  }

  /** Attributes of updates that did not stay. */
  get droppedUpdateAttributes(): number {
    return this.updateList?.droppedCount ?? 0;
  }

  /** Estimated memory of everything that is kept for the span. */
  get sizeBytes(): number {
    let size = ENTRY_OVERHEAD_BYTES;
    if (this.start !== undefined) size += SIGNAL_OVERHEAD_BYTES + this.start.content.sizeBytes;
    if (this.definiteEnd !== undefined) size += SIGNAL_OVERHEAD_BYTES + endSizeBytes(this.definiteEnd);
    size += this.tentativeEnds?.sizeBytes ?? 0;
    return size + (this.eventList?.sizeBytes ?? 0) + (this.updateList?.sizeBytes ?? 0);
  }

  /** The events that stay, without the record that turned out to be the end, and how many were dropped. */
  takeEvents(): { readonly events: readonly SpanEventContent[]; readonly droppedCount: number } {
    return this.eventList?.take(this.end?.tentative?.otherwise) ?? { events: [], droppedCount: 0 };
  }

  /** Widens what is known of descendants that have left. */
  noteDescendants(range: TimeRange | undefined): void {
    this.descendants = unionRange(this.descendants, range);
  }

  private noteCommon(signal: SpanSignal): void {
    const { timeUnixNano, parentSpanId } = signal;
    if (timeUnixNano < this.firstUnixNano) this.firstUnixNano = timeUnixNano;
    if (timeUnixNano > this.lastUnixNano) this.lastUnixNano = timeUnixNano;
    if (signal.system !== this.system && compareSystems(signal.system, this.system) < 0) this.system = signal.system;
    if (parentSpanId !== undefined) this.noteParent(timeUnixNano, parentSpanId);
    if (signal.facts !== this.facts) this.noteFacts(signal.facts);
  }

  private noteParent(timeUnixNano: bigint, spanId: string): void {
    const claim = this.parentClaim;
    const isBetter =
      claim === undefined ||
      timeUnixNano < claim.timeUnixNano ||
      (timeUnixNano === claim.timeUnixNano && spanId < claim.spanId);
    if (isBetter) this.parentClaim = { timeUnixNano, spanId };
  }

  private noteFacts(facts: readonly SpanFact[]): void {
    // One fact cannot contradict itself, and the list is the bridge's own: most spans share it.
    if (this.facts.length === 0 && facts.length < 2) {
      this.facts = facts;
      return;
    }
    for (const fact of facts) {
      const known = this.facts.find(({ key }) => key === fact.key);
      if (known === undefined) this.facts = [...this.facts, fact];
      else if (isStronger(fact, known)) this.facts = this.facts.map((other) => (other === known ? fact : other));
    }
  }

  private gatherStart(signal: StartSignal): Gathered {
    if (this.start === undefined) {
      this.start = signal;
      return 'gathered';
    }
    // What was sent as the anchor stays what the span is called and when it began.
    const isSent = this.announced?.type === 'anchored';
    if (!isSent && compareSignals(signal, this.start) < 0) this.start = signal;
    return 'duplicate';
  }

  private gatherEnd(signal: EndSignal): Gathered {
    if (isTentative(signal)) {
      const gathered = this.gatherEvent(signal.tentative.otherwise, signal.tentative.nameHint);
      // Also when the event is known: the record that told it may not have looked like an end.
      (this.tentativeEnds ??= new TentativeEnds()).add(signal);
      return gathered;
    }
    if (this.definiteEnd === undefined) {
      this.definiteEnd = signal;
      return 'gathered';
    }
    if (compareSignals(signal, this.definiteEnd) > 0) this.definiteEnd = signal;
    return 'duplicate';
  }

  private gatherEvent(event: SpanEventContent, nameHint: string): Gathered {
    const hint = this.earliestHint;
    const isEarlier =
      hint === undefined ||
      event.timeUnixNano < hint.event.timeUnixNano ||
      (event.timeUnixNano === hint.event.timeUnixNano &&
        (event.name < hint.event.name || (event.name === hint.event.name && nameHint < hint.name)));
    if (isEarlier) this.earliestHint = { event, name: nameHint };
    return (this.eventList ??= new EventList()).add(event) ? 'gathered' : 'duplicate';
  }

  private gatherUpdate(signal: UpdateSignal): Gathered {
    const isError = signal.status?.code === SpanStatusCode.ERROR;
    // Remembered apart: a span that failed has failed, even if the record that says so is over the limit.
    if (isError && (this.earliestError === undefined || compareSignals(signal, this.earliestError) < 0)) {
      this.earliestError = signal;
    }
    return (this.updateList ??= new EarliestList(UPDATES)).add(signal) ? 'gathered' : 'duplicate';
  }
}

/** Signals that say something of a span, as opposed to taking it back. */
export type GatheredSignal = StartSignal | EndSignal | EventSignal | UpdateSignal;

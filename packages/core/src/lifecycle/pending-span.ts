import type { SpanStatus } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type {
  EndSignal,
  EventSignal,
  ForeignSystem,
  SignalAttributes,
  SpanEventContent,
  SpanFact,
  SpanSignal,
  StartSignal,
  UpdateSignal,
} from '../model/span-signal.js';
import { EVENTS_MAX, EventList } from './event-list.js';
import { type TimeRange, unionRange } from './evidence.js';
import { isTentative, TentativeEnds } from './tentative-ends.js';

/** Bytes that an entry of the table costs before it has gathered anything; measured on V8, rounded up. */
const ENTRY_OVERHEAD_BYTES = 700;
const EVENT_OVERHEAD_BYTES = 250;

/** What a signal did to its span. */
export type Gathered = 'gathered' | 'duplicate';

/** Updates that a span keeps at most; later ones are dropped and their attributes counted. */
const UPDATES_MAX = 128;

function contentText(signal: StartSignal | EndSignal | UpdateSignal): string {
  return JSON.stringify([
    signal.type === 'update' ? '' : signal.name,
    signal.parentSpanId ?? '',
    signal.content.attributes,
    signal.type === 'start' ? '' : (signal.status ?? ''),
  ]);
}

/** Total order of two lifecycle signals of one type: by time, then by what they say. 0 = the same record twice. */
function compareSignals<T extends StartSignal | EndSignal | UpdateSignal>(a: T, b: T): number {
  if (a.timeUnixNano !== b.timeUnixNano) return a.timeUnixNano < b.timeUnixNano ? -1 : 1;
  const [left, right] = [contentText(a), contentText(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

const NO_FACTS: readonly SpanFact[] = [];
const NO_UPDATES: readonly UpdateSignal[] = [];

function isStronger(fact: SpanFact, known: SpanFact): boolean {
  return fact.rank > known.rank || (fact.rank === known.rank && String(fact.value) > String(known.value));
}

/**
 * Everything that is known of one span that has not left yet. Gathering is commutative: the same signals in any order
 * make the same span.
 */
export class PendingSpan {
  start: StartSignal | undefined;
  system: ForeignSystem;
  sizeBytes = ENTRY_OVERHEAD_BYTES;
  /** Times of descendants that have left already. */
  descendants: TimeRange | undefined;
  /** The best fact of each key; a short list, mostly the one that the bridge shares among all records. */
  facts: readonly SpanFact[] = NO_FACTS;
  updates: readonly UpdateSignal[] = NO_UPDATES;
  private definiteEnd: EndSignal | undefined;
  private tentativeEnds: TentativeEnds | undefined;
  private eventList: EventList | undefined;
  private earliestHint: { readonly event: SpanEventContent; readonly name: string } | undefined;
  private parentClaim: { readonly timeUnixNano: bigint; readonly spanId: string } | undefined;
  private firstUnixNano: bigint;
  private lastUnixNano: bigint;

  /** @param first - the signal that made the entry; it still has to be gathered */
  constructor(first: SpanSignal) {
    this.traceId = first.traceId;
    this.spanId = first.spanId;
    this.system = first.system;
    this.firstUnixNano = first.timeUnixNano;
    this.lastUnixNano = first.timeUnixNano;
  }

  readonly traceId: string;
  readonly spanId: string;

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

  /** The name that records without lifecycle suggest. */
  get nameHint(): string | undefined {
    return this.earliestHint?.name;
  }

  /** An error that a record of a span without an end has told. */
  get updateStatus(): SpanStatus | undefined {
    return this.updates.find((update) => update.status?.code === SpanStatusCode.ERROR)?.status;
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
    // Records of two systems under one span id: the choice must not depend on which was read first.
    if (signal.system.scope.name < this.system.scope.name) this.system = signal.system;
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
    if (this.facts.length === 0) {
      this.facts = facts;
      return;
    }
    for (const fact of facts) {
      const known = this.facts.find(({ key }) => key === fact.key);
      if (known === undefined) this.facts = [...this.facts, fact];
      else if (isStronger(fact, known)) this.facts = this.facts.map((other) => (other === known ? fact : other));
    }
  }

  private grow(content: SignalAttributes): void {
    this.sizeBytes += EVENT_OVERHEAD_BYTES + content.sizeBytes;
  }

  private gatherStart(signal: StartSignal): Gathered {
    if (this.start === undefined) {
      this.start = signal;
      this.grow(signal.content);
      return 'gathered';
    }
    if (compareSignals(signal, this.start) < 0) this.start = signal;
    return 'duplicate';
  }

  private gatherEnd(signal: EndSignal): Gathered {
    if (isTentative(signal)) {
      const gathered = this.gatherEvent(signal.tentative.otherwise, signal.tentative.nameHint);
      if (gathered === 'gathered') (this.tentativeEnds ??= new TentativeEnds()).add(signal);
      return gathered;
    }
    if (this.definiteEnd === undefined) {
      this.definiteEnd = signal;
      this.grow(signal.content);
      return 'gathered';
    }
    if (compareSignals(signal, this.definiteEnd) > 0) this.definiteEnd = signal;
    return 'duplicate';
  }

  private gatherEvent(event: SpanEventContent, nameHint: string): Gathered {
    this.eventList ??= new EventList();
    if (!this.eventList.add(event)) return 'duplicate';
    // What is over the limit is only counted and costs no memory.
    if (this.eventList.count <= EVENTS_MAX) this.grow(event);
    const hint = this.earliestHint;
    const isEarlier =
      hint === undefined ||
      event.timeUnixNano < hint.event.timeUnixNano ||
      (event.timeUnixNano === hint.event.timeUnixNano &&
        (event.name < hint.event.name || (event.name === hint.event.name && nameHint < hint.name)));
    if (isEarlier) this.earliestHint = { event, name: nameHint };
    return 'gathered';
  }

  private gatherUpdate(signal: UpdateSignal): Gathered {
    let place = this.updates.length;
    for (; place > 0; place -= 1) {
      const before = this.updates[place - 1];
      const order = before === undefined ? -1 : compareSignals(before, signal);
      if (order === 0) return 'duplicate';
      if (order < 0) break;
    }
    this.updates = this.updates.toSpliced(place, 0, signal).slice(0, UPDATES_MAX);
    this.grow(signal.content);
    return 'gathered';
  }
}

/** Signals that say something of a span, as opposed to taking it back. */
export type GatheredSignal = StartSignal | EndSignal | EventSignal | UpdateSignal;

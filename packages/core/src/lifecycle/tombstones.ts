import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { EndSignal, ForeignSystem, SignalAttributes, SpanSignal, StartSignal } from '../model/span-signal.js';
import { BoundedMap } from './bounded-map.js';
import { compareEvents } from './content-text.js';
import { spanKey } from '../model/span-key.js';
import type { PendingSpan } from './pending-span.js';
import { endSizeBytes } from './tentative-ends.js';

/** Spans that left unfinished and are remembered; the oldest of more is forgotten, and its late end taken for new. */
const TOMBSTONES_MAX = 100_000;

/** Estimated memory of those; the same consequence. They are small, unless ends or starts of many attributes wait. */
const TOMBSTONE_BYTES_MAX = 64_000_000;

/** Bytes of memory that one tombstone costs without what its records say; measured on V8, rounded up. */
const TOMBSTONE_OVERHEAD_BYTES = 500;

/** What is remembered of a span that left before its start and its end were both known. */
export interface Tombstone {
  readonly traceId: string;
  readonly spanId: string;
  readonly system: ForeignSystem;
  readonly sentStartUnixNano: bigint;
  readonly sentEndUnixNano: bigint;
  readonly sentName: string;
  /** Name, kind and time of the start that was known when the span left. */
  readonly start: Pick<StartSignal, 'name' | 'kind' | 'timeUnixNano'> | undefined;
  /** The end that was known when the span left; gone when the start turns out to bear another name. */
  end: EndSignal | undefined;
  /** A start that came after the span had left without one. */
  lateStart: StartSignal | undefined;
  /** Set once the completion has left: a span has one. */
  isDone: boolean;
}

/** What goes into the completion of a span that left unfinished. */
export interface CompletionContent {
  readonly traceId: string;
  readonly spanId: string;
  readonly system: ForeignSystem;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly status: EndSignal['status'];
  readonly events: EndSignal['events'];
  /** The attributes of the records that came late, the later layer wins. */
  readonly layers: readonly SignalAttributes[];
}

/** What a signal means for a span that has left unfinished. */
export type LateMeaning =
  | { readonly type: 'completion'; readonly content: CompletionContent }
  | { readonly type: 'duplicate' }
  | { readonly type: 'noted' }
  | { readonly type: 'late' };

function createTombstone(pending: PendingSpan, sent: SentSpan): Tombstone {
  const { start } = pending;
  return {
    traceId: pending.traceId,
    spanId: pending.spanId,
    system: pending.system,
    sentStartUnixNano: sent.startUnixNano,
    sentEndUnixNano: sent.endUnixNano,
    sentName: sent.name,
    start: start === undefined ? undefined : { name: start.name, kind: start.kind, timeUnixNano: start.timeUnixNano },
    end: pending.end,
    lateStart: undefined,
    isDone: false,
  };
}

/** Name and times under which a span left. */
export interface SentSpan {
  readonly name: string;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
}

function sizeBytesOf({ end, lateStart }: Tombstone): number {
  const endBytes = end === undefined ? 0 : endSizeBytes(end);
  return TOMBSTONE_OVERHEAD_BYTES + endBytes + (lateStart?.content.sizeBytes ?? 0);
}

/** The spans that left unfinished, under their keys. */
export class Tombstones {
  forgotten = 0;
  private readonly byKey: BoundedMap<Tombstone>;
  private readonly withLateStart = new Set<Tombstone>();

  constructor(limits: { readonly entriesMax?: number; readonly bytesMax?: number } = {}) {
    const { entriesMax = TOMBSTONES_MAX, bytesMax = TOMBSTONE_BYTES_MAX } = limits;
    this.byKey = new BoundedMap({ entriesMax, bytesMax });
  }

  /** Remembers a span that leaves unfinished. */
  add(key: string, pending: PendingSpan, sent: SentSpan): void {
    const tombstone = createTombstone(pending, sent);
    this.byKey.set(key, tombstone, sizeBytesOf(tombstone));
  }

  /** All of them with their keys, oldest first. */
  entries(): Iterable<readonly [string, Tombstone]> {
    return this.byKey.entries();
  }

  /** Takes back a tombstone of an earlier run. */
  restore(key: string, tombstone: Tombstone): void {
    this.byKey.set(key, tombstone, sizeBytesOf(tombstone));
    if (tombstone.lateStart !== undefined && !tombstone.isDone) this.withLateStart.add(tombstone);
  }

  /** Forgets what is over the limits. Answers the completions of those whose late start still waited for its end. */
  forgetOverflow(onForget: (key: string) => void = () => undefined): readonly CompletionContent[] {
    const completions: CompletionContent[] = [];
    for (let oldest = this.byKey.takeOverflow(); oldest !== undefined; oldest = this.byKey.takeOverflow()) {
      const [key, tombstone] = oldest;
      this.forgotten += 1;
      onForget(key);
      if (this.withLateStart.delete(tombstone)) completions.push(completionContent(tombstone, undefined));
    }
    return completions;
  }

  /** The tombstone of a key, if it is remembered. */
  get(key: string): Tombstone | undefined {
    return this.byKey.get(key);
  }

  /**
   * Decides what a signal means that comes after its span was sent unfinished. The real id has left and never leaves
   * again: an end becomes a completion, a start that was missing waits for its end, the rest is late.
   */
  read(tombstone: Tombstone, signal: SpanSignal): LateMeaning {
    if (signal.type === 'start') return this.readStart(tombstone, signal);
    if (signal.type !== 'end' || !endsSpan(signal, tombstone)) return { type: 'late' };
    if (!tombstone.isDone && tombstone.end === undefined) return this.complete(tombstone, signal);
    return { type: isRepetition(signal, tombstone.end) ? 'duplicate' : 'late' };
  }

  /** Completions for the late starts whose end never came: what they told must not be lost. */
  takeUnended(onChange: (key: string) => void = () => undefined): readonly CompletionContent[] {
    const waiting = [...this.withLateStart].sort((a, b) => (a.traceId + a.spanId < b.traceId + b.spanId ? -1 : 1));
    this.withLateStart.clear();
    for (const tombstone of waiting) {
      tombstone.isDone = true;
      onChange(spanKey(tombstone.traceId, tombstone.spanId));
    }
    return waiting.map((tombstone) => completionContent(tombstone, undefined));
  }

  private readStart(tombstone: Tombstone, signal: StartSignal): LateMeaning {
    const isKnown = tombstone.start !== undefined || tombstone.lateStart !== undefined || tombstone.isDone;
    if (isKnown) return { type: 'duplicate' };
    tombstone.lateStart = signal;
    if (tombstone.end !== undefined && endsSpan(tombstone.end, tombstone)) {
      return this.complete(tombstone, tombstone.end);
    }
    // What looked like the end bears another name than the start: the true end is still to come.
    tombstone.end = undefined;
    this.weigh(tombstone);
    this.withLateStart.add(tombstone);
    return { type: 'noted' };
  }

  private weigh(tombstone: Tombstone): void {
    this.byKey.set(spanKey(tombstone.traceId, tombstone.spanId), tombstone, sizeBytesOf(tombstone));
  }

  private complete(tombstone: Tombstone, end: EndSignal): LateMeaning {
    tombstone.isDone = true;
    tombstone.end = end;
    this.weigh(tombstone);
    this.withLateStart.delete(tombstone);
    return { type: 'completion', content: completionContent(tombstone, end) };
  }
}

/** A second end says nothing new, unless it only looked like one: then it is a record of its own. */
function isRepetition(signal: EndSignal, known: EndSignal | undefined): boolean {
  if (signal.tentative === undefined) return true;
  return known?.tentative !== undefined && compareEvents(signal.tentative.otherwise, known.tentative.otherwise) === 0;
}

/** Answers whether a late end is the end of the span: a tentative one must bear the name of the start. */
function endsSpan(signal: EndSignal, tombstone: Tombstone): boolean {
  if (signal.tentative === undefined) return true;
  const start = tombstone.start ?? tombstone.lateStart;
  return start === undefined ? signal.tentative.closesUnstarted : signal.name === start.name;
}

function completionContent(tombstone: Tombstone, end: EndSignal | undefined): CompletionContent {
  const start = tombstone.start ?? tombstone.lateStart;
  const layers = [tombstone.lateStart?.content, end?.content];
  return {
    traceId: tombstone.traceId,
    spanId: tombstone.spanId,
    system: tombstone.system,
    name: end?.finalName ?? start?.name ?? end?.name ?? tombstone.sentName,
    kind: start?.kind ?? SpanKind.INTERNAL,
    startUnixNano: start?.timeUnixNano ?? tombstone.sentStartUnixNano,
    endUnixNano: end?.timeUnixNano ?? tombstone.sentEndUnixNano,
    status: end?.status ?? { code: SpanStatusCode.UNSET },
    events: end?.events ?? [],
    layers: layers.filter((layer) => layer !== undefined),
  };
}

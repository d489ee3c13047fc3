import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fromHrTime } from '@spanbridge/core';
import { type Fact, type SpanFacts, toResourceFacts, toSpanFacts } from './verify-facts.js';

/** Spans that are kept in mind when nothing else is said; further ones are counted and not verified. */
const SPANS_MAX_DEFAULT = 100_000;

/** Characters of all records together; about a hundred thousand spans with twenty attributes each. */
const RECORD_CHARACTERS_MAX_DEFAULT = 128 * 1024 * 1024;

/** What a span costs besides its record, in the same measure. */
const SPAN_OVERHEAD_CHARACTERS = 200;

/** What is kept of one span that was sent: its {@link SpanFacts} as one text, and the number of its resource. */
export interface SentSpan {
  readonly record: string;
  readonly resource: number;
}

/** What is kept of one trace. */
export interface SentTrace {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  /** By span id. More than one record means that different contents were sent under one id. */
  readonly spans: ReadonlyMap<string, readonly SentSpan[]>;
}

/** Options of {@link createDeliveryCollector}. */
export interface DeliveryCollectorOptions {
  /** Spans kept at most; default 100,000. Further ones are only counted, and the result says so. */
  readonly spansMax?: number;
  /** Characters of all records at most; default 128 Mi, with the same consequence. */
  readonly recordCharactersMax?: number;
}

/** Keeps in mind what a backend has accepted, so that it can be read back and compared. */
export interface DeliveryCollector {
  /** Notes a span that was accepted. A span noted again with equal content counts once. Never throws. */
  add(span: ReadableSpan): void;
  /** Spans kept. */
  readonly spanCount: number;
  /** Spans beyond a limit, and what is no span. */
  readonly omittedSpanCount: number;
  readonly traceCount: number;
  /** In the order in which they were first noted. */
  traces(): Iterable<SentTrace>;
  /** The facts of a resource, by its number in {@link SentSpan}. */
  resourceFacts(resource: number): readonly Fact[];
}

/** A collector for one run. */
export function createDeliveryCollector(options: DeliveryCollectorOptions = {}): DeliveryCollector {
  return new Collector(options);
}

/** The facts of a span that {@link DeliveryCollector.add} has written down. */
export function factsOf(span: SentSpan): SpanFacts {
  return JSON.parse(span.record) as SpanFacts;
}

interface GrowingTrace extends SentTrace {
  startUnixNano: bigint;
  endUnixNano: bigint;
  readonly spans: Map<string, readonly SentSpan[]>;
}

class Collector implements DeliveryCollector {
  spanCount = 0;
  omittedSpanCount = 0;
  private readonly growing = new Map<string, GrowingTrace>();
  private readonly resources: (readonly Fact[])[] = [];
  private readonly resourceNumbers = new Map<string, number>();
  /** Spans of a run share few resource objects, and asking an object is cheaper than writing it down. */
  private readonly knownResources = new WeakMap<Resource, number>();
  private recordCharacters = 0;

  constructor(private readonly options: DeliveryCollectorOptions) {}

  get traceCount(): number {
    return this.growing.size;
  }

  add(span: ReadableSpan): void {
    const { spansMax = SPANS_MAX_DEFAULT, recordCharactersMax = RECORD_CHARACTERS_MAX_DEFAULT } = this.options;
    if (this.spanCount >= spansMax || this.recordCharacters >= recordCharactersMax) {
      this.omittedSpanCount += 1;
      return;
    }
    try {
      this.keep(span);
    } catch {
      // No such span is accepted: senders refuse what has times or ids that are none.
      this.omittedSpanCount += 1;
    }
  }

  traces(): Iterable<SentTrace> {
    return this.growing.values();
  }

  resourceFacts(resource: number): readonly Fact[] {
    return this.resources[resource] ?? [];
  }

  private keep(span: ReadableSpan): void {
    const sent = { record: JSON.stringify(toSpanFacts(span, 'sent')), resource: this.numberOf(span) };
    const trace = this.traceOf(span);
    const spanId = span.spanContext().spanId.toLowerCase();
    const known = trace.spans.get(spanId) ?? [];
    if (known.some(({ record, resource }) => record === sent.record && resource === sent.resource)) return;
    trace.spans.set(spanId, [...known, sent]);
    this.spanCount += 1;
    this.recordCharacters += sent.record.length + SPAN_OVERHEAD_CHARACTERS;
  }

  private traceOf(span: ReadableSpan): GrowingTrace {
    const traceId = span.spanContext().traceId.toLowerCase();
    const [startUnixNano, endUnixNano] = [fromHrTime(span.startTime), fromHrTime(span.endTime)];
    const trace = this.growing.get(traceId) ?? { traceId, startUnixNano, endUnixNano, spans: new Map() };
    this.growing.set(traceId, trace);
    if (startUnixNano < trace.startUnixNano) trace.startUnixNano = startUnixNano;
    if (endUnixNano > trace.endUnixNano) trace.endUnixNano = endUnixNano;
    return trace;
  }

  private numberOf(span: ReadableSpan): number {
    const known = this.knownResources.get(span.resource);
    if (known !== undefined) return known;
    const facts = toResourceFacts(span, 'sent');
    const text = JSON.stringify(facts);
    const number = this.resourceNumbers.get(text) ?? this.resources.push(facts) - 1;
    if (!this.resourceNumbers.has(text)) this.recordCharacters += text.length;
    this.resourceNumbers.set(text, number);
    this.knownResources.set(span.resource, number);
    return number;
  }
}

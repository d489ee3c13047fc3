import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ApiFidelity } from '../query/query-client.js';
import { compareFacts, type FactDifference, type FactScope, haveSameFacts } from './verify-compare-facts.js';
import { factsOf, type DeliveryCollector, type SentSpan, type SentTrace } from './verify-collector.js';
import { type Fact, type SpanFacts, toResourceFacts, toSpanFacts } from './verify-facts.js';

/**
 * How what is stored can differ from what was sent.
 *
 * `missing-span`: the span is not there. `extra-copy`: under the id of a span there is another span with other content.
 * `changed`: a field has another value. `cut`: it has the first 2,048 bytes of its value, which is how Tempo keeps long
 * ones. `lost`, `added`: an attribute, event or link is not there, or was not sent.
 */
export const DIFFERENCE_KINDS = ['missing-span', 'extra-copy', 'changed', 'cut', 'lost', 'added'] as const;

/** One of {@link DIFFERENCE_KINDS}. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One difference. */
export interface SpanDifference {
  readonly traceId: string;
  readonly spanId: string;
  readonly kind: DifferenceKind;
  /** Such as `name`, `attributes.http.route`, `events[0].time`, `resource.service.name`; `span` for whole spans. */
  readonly field: string;
  /** The value in canonical form: texts in quotes, times in nanoseconds, long values as beginning, size and hash. */
  readonly sent: string;
  /** The same of what is stored. One of both is empty where there is nothing. */
  readonly stored: string;
}

/** What {@link compareTrace} works on. */
export interface TraceToCompare {
  readonly sent: SentTrace;
  readonly stored: readonly ReadableSpan[];
  readonly resourceFacts: DeliveryCollector['resourceFacts'];
  readonly fidelity: ApiFidelity;
  /** Told each difference; there may be more than anyone wants to keep. */
  readonly onDifference: (difference: SpanDifference) => void;
}

/** What is no difference, and worth a remark. */
export interface TraceComparison {
  /** Spans that were sent and compared, those that are missing included. */
  readonly spansCompared: number;
  /** Copies of spans with equal content: a resend that the backend keeps twice. */
  readonly equalCopies: number;
  /** Spans of the trace that were not sent by this run, or not kept in mind. */
  readonly foreignSpans: number;
}

/** How many spans of a trace have no counterpart with their id; what is still on its way shows here. */
export function countMissing(sent: SentTrace, stored: readonly ReadableSpan[]): number {
  const counts = new Map<string, number>();
  for (const span of stored) {
    const spanId = spanIdOf(span);
    counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
  }
  let missing = 0;
  for (const [spanId, copies] of sent.spans) missing += Math.max(copies.length - (counts.get(spanId) ?? 0), 0);
  return missing;
}

/** Compares a trace span by span. Pure but for `onDifference`. */
export function compareTrace(trace: TraceToCompare): TraceComparison {
  return new Comparison(trace).run();
}

/** A span that is stored, with its facts. */
interface StoredSpan {
  readonly facts: SpanFacts;
  readonly resource: readonly Fact[];
}

class Comparison {
  private equalCopies = 0;
  private foreignSpans = 0;
  /** Resources whose differences were told: they are those of every other span of the trace with this resource. */
  private readonly toldResources = new Set<number>();

  constructor(private readonly trace: TraceToCompare) {}

  run(): TraceComparison {
    const { sent, stored } = this.trace;
    const storedById = new Map<string, ReadableSpan[]>();
    for (const span of stored) {
      const spanId = spanIdOf(span);
      if (!sent.spans.has(spanId)) this.foreignSpans += 1;
      else storedById.set(spanId, [...(storedById.get(spanId) ?? []), span]);
    }
    let spansCompared = 0;
    for (const [spanId, copies] of sent.spans) {
      spansCompared += copies.length;
      this.compareCopies(spanId, copies, (storedById.get(spanId) ?? []).map(toStored));
    }
    return { spansCompared, equalCopies: this.equalCopies, foreignSpans: this.foreignSpans };
  }

  /** Pairs what is equal first, so that a wrong copy beside the right one is told as what it is. */
  private compareCopies(spanId: string, copies: readonly SentSpan[], stored: readonly StoredSpan[]): void {
    const unpaired = [...stored];
    const unequal = copies.filter((copy) => {
      const facts = factsOf(copy);
      const index = unpaired.findIndex((candidate) => this.isSame(facts, copy, candidate));
      if (index < 0) return true;
      unpaired.splice(index, 1);
      return false;
    });
    for (const copy of unequal) this.compareSpan(spanId, copy, unpaired.shift());
    for (const extra of unpaired) {
      if (copies.some((copy) => this.isSame(factsOf(copy), copy, extra))) this.equalCopies += 1;
      else this.tell(spanId, { kind: 'extra-copy', field: 'span', sent: '', stored: nameOf(extra.facts) });
    }
  }

  private isSame(facts: SpanFacts, copy: SentSpan, stored: StoredSpan): boolean {
    const { fidelity, resourceFacts } = this.trace;
    return (
      haveSameFacts(facts.fields, stored.facts.fields, 'span', fidelity) &&
      haveSameFacts(resourceFacts(copy.resource), stored.resource, 'resource', fidelity) &&
      haveSameEntries(facts.events, stored.facts.events, 'event', fidelity) &&
      haveSameEntries(facts.links, stored.facts.links, 'link', fidelity)
    );
  }

  private compareSpan(spanId: string, copy: SentSpan, stored: StoredSpan | undefined): void {
    const facts = factsOf(copy);
    if (stored === undefined) {
      this.tell(spanId, { kind: 'missing-span', field: 'span', sent: nameOf(facts), stored: '' });
      return;
    }
    const { fidelity, resourceFacts } = this.trace;
    const tell = (difference: FactDifference): void => {
      this.tell(spanId, difference);
    };
    compareFacts(facts.fields, stored.facts.fields, { scope: 'span', fidelity, tell });
    this.compareEntries(spanId, 'event', facts.events, stored.facts.events);
    this.compareEntries(spanId, 'link', facts.links, stored.facts.links);
    const { toldResources } = this;
    if (toldResources.has(copy.resource)) return;
    compareFacts(resourceFacts(copy.resource), stored.resource, {
      scope: 'resource',
      fidelity,
      tell: (difference) => {
        toldResources.add(copy.resource);
        tell(difference);
      },
    });
  }

  /** Events or links. Equal ones are paired wherever they stand: their order has no meaning. */
  private compareEntries(
    spanId: string,
    scope: 'event' | 'link',
    sent: readonly (readonly Fact[])[],
    stored: readonly (readonly Fact[])[],
  ): void {
    const { fidelity } = this.trace;
    const rest = pairEqual(sent, stored, scope, fidelity);
    rest.sent.forEach(([index, facts], position) => {
      const field = `${scope}s[${index}]`;
      const counterpart = rest.stored[position]?.[1];
      if (counterpart === undefined) this.tell(spanId, { kind: 'lost', field, sent: textOf(facts), stored: '' });
      else {
        const tell = (difference: FactDifference): void => {
          this.tell(spanId, { ...difference, field: `${field}.${difference.field}` });
        };
        compareFacts(facts, counterpart, { scope, fidelity, tell });
      }
    });
    for (const [index, facts] of rest.stored.slice(rest.sent.length)) {
      this.tell(spanId, { kind: 'added', field: `${scope}s[${index}]`, sent: '', stored: textOf(facts) });
    }
  }

  private tell(spanId: string, difference: Omit<SpanDifference, 'traceId' | 'spanId'>): void {
    this.trace.onDifference({ traceId: this.trace.sent.traceId, spanId, ...difference });
  }
}

/** An event or link with its place in the list. */
type Entry = readonly [index: number, facts: readonly Fact[]];

/** Entries that are searched for a counterpart at another place; beyond, only the same place is looked at. */
const SEARCHED_ENTRIES_MAX = 1_000;

/** What remains when each entry has been paired with an equal one, at its own place first. */
function pairEqual(
  sent: readonly (readonly Fact[])[],
  stored: readonly (readonly Fact[])[],
  scope: FactScope,
  fidelity: ApiFidelity,
): { readonly sent: readonly Entry[]; readonly stored: readonly Entry[] } {
  const isSame = (a: readonly Fact[], b: readonly Fact[] | undefined): boolean =>
    b !== undefined && haveSameFacts(a, b, scope, fidelity);
  const inPlace = new Set(sent.flatMap((facts, index) => (isSame(facts, stored[index]) ? [index] : [])));
  const open = (entries: readonly (readonly Fact[])[]): Entry[] =>
    entries.map((facts, index): Entry => [index, facts]).filter(([index]) => !inPlace.has(index));
  const unpaired = open(stored);
  const rest = open(sent).filter(([, facts], position) => {
    if (position >= SEARCHED_ENTRIES_MAX) return true;
    const found = unpaired.slice(0, SEARCHED_ENTRIES_MAX).findIndex(([, candidate]) => isSame(facts, candidate));
    if (found >= 0) unpaired.splice(found, 1);
    return found < 0;
  });
  return { sent: rest, stored: unpaired };
}

function haveSameEntries(
  sent: readonly (readonly Fact[])[],
  stored: readonly (readonly Fact[])[],
  scope: FactScope,
  fidelity: ApiFidelity,
): boolean {
  if (sent.length !== stored.length) return false;
  const rest = pairEqual(sent, stored, scope, fidelity);
  return rest.sent.length === 0 && rest.stored.length === 0;
}

function toStored(span: ReadableSpan): StoredSpan {
  return { facts: toSpanFacts(span, 'stored'), resource: toResourceFacts(span, 'stored') };
}

function spanIdOf(span: ReadableSpan): string {
  return span.spanContext().spanId.toLowerCase();
}

function nameOf({ fields }: SpanFacts): string {
  return fields.find(([field]) => field === 'name')?.[1] ?? '';
}

/** An entry on one line, for a difference that is about all of it. */
function textOf(facts: readonly Fact[]): string {
  return facts.map(([field, value]) => `${field} ${value}`).join(', ');
}

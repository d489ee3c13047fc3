import type { QueryApi, QueryClient } from '../query/query-client.js';
import type { DeliveryCollector, SentTrace } from './verify-collector.js';
import { compareTrace, DIFFERENCE_KINDS, type DifferenceKind, type SpanDifference } from './verify-compare.js';
import type { ReadAnswer } from './verify-rounds.js';

/** What reading back showed. */
export interface VerifyResult {
  /**
   * `verified`: every span that was kept in mind is stored as it was sent. `differences`: at least one is not.
   * `unavailable`: no difference was found, but not everything could be read.
   */
  readonly status: 'verified' | 'differences' | 'unavailable';
  /** Where it was read back; undefined when no query interface was found. */
  readonly backend: { readonly api: QueryApi; readonly address: string } | undefined;
  readonly spansCompared: number;
  readonly tracesCompared: number;
  /** Traces that could not be read. */
  readonly tracesUnread: number;
  /** The first of them, up to `differencesMax`. */
  readonly differences: readonly SpanDifference[];
  /** All of them by kind. */
  readonly differenceCounts: Readonly<Record<DifferenceKind, number>>;
  /** Sentences for people: what was not compared, and what is odd without being a difference. */
  readonly notes: readonly string[];
}

/** Every kind of difference with a count of zero. */
export function noDifferences(): Record<DifferenceKind, number> {
  const counts = DIFFERENCE_KINDS.map((kind) => [kind, 0] as const);
  return Object.fromEntries(counts) as Record<DifferenceKind, number>;
}

/** Gathers what reading back shows, trace by trace, in memory that does not grow with what is wrong. */
export class VerifyReport {
  private readonly differences: SpanDifference[] = [];
  private readonly counts = noDifferences();
  private spansCompared = 0;
  private tracesCompared = 0;
  private tracesUnread = 0;
  private firstFailure: string | undefined;
  private equalCopies = 0;
  private foreignSpans = 0;
  private rejectedSpans = 0;
  private partialTraces = 0;
  private firstPartialMessage = '';

  constructor(
    private readonly collector: DeliveryCollector,
    private readonly client: QueryClient,
    private readonly differencesMax: number,
  ) {}

  /** Compares a trace with what the backend has of it. */
  addTrace(trace: SentTrace, answer: ReadAnswer): void {
    const stored = answer.status === 'found' ? answer.spans : [];
    const compared = compareTrace({
      sent: trace,
      stored,
      resourceFacts: (resource) => this.collector.resourceFacts(resource),
      fidelity: this.client.fidelity,
      onDifference: (difference) => {
        this.noteDifference(difference);
      },
    });
    this.tracesCompared += 1;
    this.spansCompared += compared.spansCompared;
    this.equalCopies += compared.equalCopies;
    this.foreignSpans += compared.foreignSpans;
    if (answer.status !== 'found') return;
    this.rejectedSpans += answer.rejectedSpans;
    if (answer.partialMessage === undefined) return;
    this.partialTraces += 1;
    if (this.firstPartialMessage === '') this.firstPartialMessage = answer.partialMessage;
  }

  /** Notes a trace that could not be read. */
  addUnread(_trace: SentTrace, detail: string): void {
    this.tracesUnread += 1;
    this.firstFailure ??= detail;
  }

  /** The result as of now. */
  result(): VerifyResult {
    const hasDifferences = Object.values(this.counts).some((count) => count > 0);
    return {
      status: hasDifferences ? 'differences' : this.tracesUnread > 0 ? 'unavailable' : 'verified',
      backend: { api: this.client.api, address: this.client.address },
      spansCompared: this.spansCompared,
      tracesCompared: this.tracesCompared,
      tracesUnread: this.tracesUnread,
      differences: this.differences,
      differenceCounts: this.counts,
      notes: [...this.limitNotes(), ...this.answerNotes(), ...this.fidelityNotes()],
    };
  }

  private noteDifference(difference: SpanDifference): void {
    this.counts[difference.kind] += 1;
    if (this.differences.length < this.differencesMax) this.differences.push(difference);
  }

  private limitNotes(): readonly string[] {
    const { spanCount, omittedSpanCount } = this.collector;
    const notes: string[] = [];
    if (spanCount === 0) notes.push('No span was accepted, so there was nothing to verify.');
    if (omittedSpanCount > 0) {
      notes.push(`Only the first ${spanCount} spans were verified; ${omittedSpanCount} more were accepted.`);
    }
    if (this.tracesUnread > 0) notes.push(`${this.tracesUnread} traces could not be read: ${this.firstFailure ?? ''}`);
    return notes;
  }

  private answerNotes(): readonly string[] {
    const notes: string[] = [];
    if (this.partialTraces > 0) {
      const said = this.firstPartialMessage === '' ? '' : `: ${this.firstPartialMessage}`;
      notes.push(`The backend gave ${this.partialTraces} traces in part only${said}.`);
    }
    if (this.rejectedSpans > 0) notes.push(`${this.rejectedSpans} stored spans have broken ids and were left out.`);
    if (this.equalCopies > 0) notes.push(`${this.equalCopies} spans are stored more than once, with equal content.`);
    if (this.foreignSpans > 0) notes.push(`The traces hold ${this.foreignSpans} spans that were not verified here.`);
    return notes;
  }

  private fidelityNotes(): readonly string[] {
    const { timeUnitNano, hasNestedValues, hasLinkAttributes, ownAttributeKeys } = this.client.fidelity;
    const notes: string[] = [];
    if (this.counts.cut > 0) {
      notes.push('Long values were cut to 2,048 bytes by the backend; in Tempo the limit is max_attribute_bytes.');
    }
    if (timeUnitNano > 1n) notes.push(`Times were compared to ${timeUnitNano / 1000n} µs: the API carries no more.`);
    if (!hasNestedValues) notes.push('Lists and maps were compared as JSON text.');
    if (!hasLinkAttributes) notes.push('Attributes of links were not compared: the API has none.');
    if (ownAttributeKeys.length > 0) {
      notes.push('Attributes that the API uses itself, such as span.kind and error, were not compared.');
    }
    return notes;
  }
}

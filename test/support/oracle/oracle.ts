import { createSeededRandom } from '../seeded-random.js';
import { findViewFaults } from './backend-views.js';
import { BatchLog } from './batch-log.js';
import { findFormFault, standingOf } from './span-faults.js';
import { SpanTable } from './span-table.js';
import { Variants } from './variants.js';
import { decodeRequest, type EncodedRequest, type ReceivedSpan } from './wire.js';

/** What the spans ought to be, known without having read any of our output. */
export interface Truth {
  /** The (trace id, span id) of every span that has to arrive, 24 bytes each. */
  readonly keys: () => Iterable<Uint8Array>;
  /** Whether a span with this (trace id, span id) may exist. */
  readonly knows: (key: Uint8Array) => boolean;
  /** Says what is wrong with the content of a span that exists; undefined when it is right. */
  readonly findFault?: (received: ReceivedSpan) => string | undefined;
}

/** Options of {@link createOracle}. */
export interface OracleOptions {
  /** Without a truth the oracle judges forms, contents and copies, and calls no span lost or invented. */
  readonly truth?: Truth;
  /** More different spans than this end the run; default 4,000,000, at about 100 bytes each. */
  readonly spansMax?: number;
  /** Milliseconds that go forward. Default: the clock of the process. */
  readonly nowMs?: () => number;
}

/** How the spans that were received compare with the truth. */
export interface OracleVerdict {
  readonly batches: number;
  /** Spans received, copies included. */
  readonly received: number;
  readonly distinct: number;
  /** Spans under ids derived from real ones. */
  readonly derived: number;
  /** Spans of the truth that never came. */
  readonly lost: number;
  /** Spans that came and are not in the truth. */
  readonly invented: number;
  /** (Trace id, span id) with two different contents. */
  readonly mutated: number;
  /** Spans whose first content is not what the truth says. */
  readonly wrong: number;
  /** Spans that no receiver may be sent: zero ids, an end before the start, a start of 0. */
  readonly invalid: number;
  /** Copies beyond the first. */
  readonly duplicates: number;
  /** What stores by Jaeger's and by Tempo's rule would show that is not the truth. */
  readonly doubledInJaeger: number;
  readonly wrongInTempo: number;
  /** The first few of what is wrong, in sentences. */
  readonly examples: readonly string[];
}

/** An OTLP receiver's memory that judges what it was sent. */
export interface Oracle {
  /** Takes a request in; throws when it cannot be decoded. `keep` leaves out the spans that the receiver turns down. */
  receive(request: EncodedRequest, keep?: (received: ReceivedSpan, index: number) => boolean): readonly ReceivedSpan[];
  readonly received: number;
  readonly distinct: number;
  readonly duplicates: number;
  /** When a span came that had not been there before; undefined before the first. */
  readonly lastNewMs: number | undefined;
  /** When any request came. */
  readonly lastRequestMs: number | undefined;
  /** When the span with a (trace id, span id) came first; undefined when it did not. */
  firstMsOf(key: Uint8Array): number | undefined;
  /** The spans of the truth that have not come. */
  lostKeys(): Iterable<Uint8Array>;
  /** The spans whose first content is not what the truth says. */
  wrongKeys(): Iterable<Uint8Array>;
  judge(options?: { readonly shuffles?: number; readonly seed?: number }): OracleVerdict;
}

const SPANS_MAX_DEFAULT = 4_000_000;

const EXAMPLES_MAX = 10;

/** Orders of the requests in which the two stores are tried, unless the caller says otherwise. */
const SHUFFLES_DEFAULT = 5;

/** Creates an {@link Oracle} that has received nothing. */
export function createOracle(options: OracleOptions = {}): Oracle {
  return new JudgingOracle(options);
}

class JudgingOracle implements Oracle {
  lastNewMs: number | undefined;
  lastRequestMs: number | undefined;
  duplicates = 0;
  private readonly table: SpanTable;
  private readonly log = new BatchLog();
  private readonly variants = new Variants();
  private readonly examples: string[] = [];
  private readonly wrongEntries = new Set<number>();
  private derived = 0;
  private invented = 0;
  private wrong = 0;
  private invalid = 0;
  private readonly nowMs: () => number;

  constructor(private readonly options: OracleOptions) {
    this.table = new SpanTable(options.spansMax ?? SPANS_MAX_DEFAULT);
    this.nowMs = options.nowMs ?? (() => performance.now());
  }

  get received(): number {
    return this.log.spanCount;
  }

  get distinct(): number {
    return this.table.size;
  }

  receive(request: EncodedRequest, keep?: (received: ReceivedSpan, index: number) => boolean): readonly ReceivedSpan[] {
    const spans = decodeRequest(request);
    const kept = keep === undefined ? spans : spans.filter(keep);
    this.lastRequestMs = this.nowMs();
    for (const received of kept) this.take(received);
    this.log.endBatch();
    return kept;
  }

  firstMsOf(key: Uint8Array): number | undefined {
    const entry = this.table.find(key);
    return entry === undefined ? undefined : this.table.timesOf(entry).firstMs;
  }

  *lostKeys(): Generator<Uint8Array> {
    for (const key of this.options.truth?.keys() ?? []) if (this.table.find(key) === undefined) yield key;
  }

  *wrongKeys(): Generator<Uint8Array> {
    for (const entry of this.wrongEntries) yield this.table.keyOf(entry);
  }

  judge({ shuffles = SHUFFLES_DEFAULT, seed = 1 } = {}): OracleVerdict {
    const views = findViewFaults(this.log.batches(), {
      shuffles,
      random: createSeededRandom(seed),
      trueVariantOf: (entry) => this.trueVariantOf(entry),
    });
    const lost = this.findLost();
    return {
      batches: this.log.batchCount,
      received: this.received,
      distinct: this.distinct,
      derived: this.derived,
      lost: lost.count,
      invented: this.invented,
      mutated: this.variants.spanCount,
      wrong: this.wrong,
      invalid: this.invalid,
      duplicates: this.duplicates,
      doubledInJaeger: views.doubled,
      wrongInTempo: views.wrong,
      examples: [...this.examples, ...lost.examples].slice(0, EXAMPLES_MAX),
    };
  }

  private take(received: ReceivedSpan): void {
    const fault = findFormFault(received.span);
    if (fault !== undefined) {
      this.invalid++;
      this.tell(received, fault);
      return;
    }
    const key = Buffer.concat([received.span.traceId, received.span.spanId]);
    const known = this.table.find(key);
    if (known === undefined) this.takeNew(key, received);
    else this.takeCopy(known, received);
  }

  private takeNew(key: Uint8Array, received: ReceivedSpan): void {
    const nowMs = this.nowMs();
    const entry = this.table.add(key, received.hash, nowMs);
    this.lastNewMs = nowMs;
    this.log.push({ entry, variant: 0, kind: received.span.kind });
    const isTrue = this.compare(key, received);
    if (!isTrue) this.wrongEntries.add(entry);
  }

  private takeCopy(entry: number, received: ReceivedSpan): void {
    this.table.countCopy(entry, this.nowMs());
    this.duplicates++;
    const { kind } = received.span;
    const isSame = Buffer.from(this.table.hashOf(entry)).equals(received.hash);
    if (isSame) {
      this.log.push({ entry, variant: 0, kind });
      return;
    }
    if (this.variants.of(entry) === undefined) this.tell(received, 'it came with a second content');
    const first = { hash: this.table.hashOf(entry).slice(), kind, isTrue: !this.wrongEntries.has(entry) };
    const isTrue = this.options.truth?.findFault?.(received) === undefined;
    const variant = this.variants.note(entry, () => first, { hash: received.hash, kind, isTrue });
    this.log.push({ entry, variant, kind });
  }

  /** Compares a span with the truth and counts what is wrong; answers whether nothing is. */
  private compare(key: Uint8Array, received: ReceivedSpan): boolean {
    const standing = standingOf(received.span);
    const isDerived = standing.kind === 'derived';
    if (isDerived) this.derived++;
    const { truth } = this.options;
    const about = isDerived ? Buffer.concat([received.span.traceId, received.span.parentSpanId]) : key;
    if (truth?.knows(about) === false) {
      this.invented++;
      this.tell(received, 'it is not in the truth');
      return false;
    }
    const fault = isDerived ? standing.fault : truth?.findFault?.(received);
    if (fault === undefined) return true;
    this.wrong++;
    this.tell(received, fault);
    return false;
  }

  /** The number of the content that the truth has; -1, which no content has, when none of them is right. */
  private trueVariantOf(entry: number): number {
    const variants = this.variants.of(entry);
    if (variants !== undefined) return variants.findIndex(({ isTrue }) => isTrue);
    return this.wrongEntries.has(entry) ? -1 : 0;
  }

  private findLost(): { readonly count: number; readonly examples: readonly string[] } {
    let count = 0;
    const examples: string[] = [];
    for (const key of this.lostKeys()) {
      count++;
      if (examples.length < EXAMPLES_MAX) examples.push(`${Buffer.from(key).toString('hex')} never came.`);
    }
    return { count, examples };
  }

  private tell({ span }: ReceivedSpan, fault: string): void {
    if (this.examples.length >= EXAMPLES_MAX) return;
    const id = `${Buffer.from(span.traceId).toString('hex')}/${Buffer.from(span.spanId).toString('hex')}`;
    this.examples.push(`${id} "${span.name}": ${fault}.`);
  }
}

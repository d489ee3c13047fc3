/** Spans with more than one content are a failed run; beyond this many only their number is kept. */
const VARIED_SPANS_MAX = 10_000;

/** Contents of one span that are told apart; a further one counts as the last of these. */
const VARIANTS_MAX = 30;

/** One content under which a span was received. */
export interface Variant {
  readonly hash: Uint8Array;
  readonly kind: number;
  /** Whether the content is what the truth says. */
  readonly isTrue: boolean;
}

/** The contents of those spans that were received with more than one. */
export class Variants {
  private readonly lists = new Map<number, Variant[]>();
  private forgotten = 0;

  /** How many spans have been received with more than one content. */
  get spanCount(): number {
    return this.lists.size + this.forgotten;
  }

  /** The entries of those spans. */
  get entries(): Iterable<number> {
    return this.lists.keys();
  }

  /** The contents of a span, the first one received first; undefined when there is only one. */
  of(entry: number): readonly Variant[] | undefined {
    return this.lists.get(entry);
  }

  /** The number of a content among those of its span, from 0. */
  note(entry: number, first: () => Variant, next: Variant): number {
    const list = this.lists.get(entry) ?? this.begin(entry, first());
    const known = list.findIndex(({ hash }) => Buffer.from(hash).equals(next.hash));
    if (known !== -1) return known;
    if (list.length < VARIANTS_MAX) list.push(next);
    return list.length - 1;
  }

  private begin(entry: number, first: Variant): Variant[] {
    const list = [first];
    if (this.lists.size < VARIED_SPANS_MAX) this.lists.set(entry, list);
    else this.forgotten++;
    return list;
  }
}

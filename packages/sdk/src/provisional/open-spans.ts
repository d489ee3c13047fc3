import type { OpenSpan } from './open-span.js';
import { lastEvidence } from './span-times.js';

/** Slots of an empty ring, a power of two: as many ended spans may be held behind one that runs. */
const SLOTS_MIN = 64;

/**
 * The spans that run, in the order of their starts, so that a parent stands before its children.
 *
 * A span says itself whether it has ended, so nothing is looked up at its end: ended spans leave the ring when they
 * stand first, and the others when it is full, which costs a constant time for each start. A map from spans, or from
 * their ids, costs three times as much. At most as many ended spans are held as there are slots: 64, or four times as
 * many as there are open spans.
 */
export class OpenSpans {
  private slots: (OpenSpan | undefined)[] = new Array<OpenSpan | undefined>(SLOTS_MIN).fill(undefined);
  private first = 0;
  private length = 0;
  /** How many of the first spans in the ring {@link nextUntold} has passed. */
  private toldLength = 0;
  private openCount = 0;

  /** How many spans run, as far as their ends were noted; exact after {@link settle}. */
  get size(): number {
    return this.openCount;
  }

  /** Adds a span that has just started. */
  push(open: OpenSpan): void {
    if (this.length === this.slots.length) this.compact();
    this.slots[(this.first + this.length) & (this.slots.length - 1)] = open;
    this.length += 1;
    this.openCount += 1;
  }

  /** Notes that one of the spans has ended; `open` where it is at hand. */
  noteEnd(open?: OpenSpan): void {
    if (this.openCount > 0 && open?.isKept !== false) this.openCount -= 1;
    const mask = this.slots.length - 1;
    for (let first = this.slots[this.first]; first?.span.ended === true; first = this.slots[this.first]) {
      this.slots[this.first] = undefined;
      this.first = (this.first + 1) & mask;
      this.length -= 1;
      if (this.toldLength > 0) this.toldLength -= 1;
    }
  }

  /** The oldest open span that has not been passed by {@link passUntold}. */
  nextUntold(): OpenSpan | undefined {
    for (; this.toldLength < this.length; this.toldLength += 1) {
      const open = this.slots[(this.first + this.toldLength) & (this.slots.length - 1)];
      if (open?.span.ended === false) return open;
    }
    return undefined;
  }

  /** Passes the span that {@link nextUntold} answered. */
  passUntold(): void {
    this.toldLength += 1;
  }

  /**
   * All open spans, parents before children, each with the last evidence of its descendants noted. Costs time for every
   * span in the ring.
   */
  settle(): readonly OpenSpan[] {
    const open = this.compact();
    linkParents(open, new Map());
    for (let index = open.length - 1; index >= 0; index -= 1) {
      const { span, parent, evidence } = open[index] as OpenSpan;
      parent?.note(lastEvidence(span, evidence));
    }
    return open;
  }

  /** How many run of which nothing final has left. Only counts: 100,000 of them must not stop the application. */
  countUnsent(): number {
    const mask = this.slots.length - 1;
    let count = 0;
    for (let index = 0; index < this.length; index += 1) {
      const open = this.slots[(this.first + index) & mask];
      if (open?.span.ended === false && !open.hasLeft) count += 1;
    }
    return count;
  }

  /** Takes the first `count` out, which {@link settle} has just answered. */
  drop(count: number): void {
    const mask = this.slots.length - 1;
    for (let index = 0; index < count; index += 1) {
      const slot = (this.first + index) & mask;
      const open = this.slots[slot];
      if (open !== undefined) open.isKept = false;
      this.slots[slot] = undefined;
    }
    this.first = (this.first + count) & mask;
    this.length -= count;
    this.openCount -= count;
    this.toldLength = Math.max(this.toldLength - count, 0);
  }

  /** Leaves the ended spans out, with their evidence noted in what they leave behind, and answers the others. */
  private compact(): readonly OpenSpan[] {
    const all = this.entries();
    noteEvidence(all);
    const open = all.filter(({ span }) => !span.ended);
    let toldLength = 0;
    for (let index = 0; index < this.toldLength; index += 1) if (all[index]?.span.ended === false) toldLength += 1;
    this.slots = open.concat();
    const slotCount = slotsFor(open.length);
    for (let slot = open.length; slot < slotCount; slot += 1) this.slots.push(undefined);
    this.first = 0;
    this.length = open.length;
    this.openCount = open.length;
    this.toldLength = toldLength;
    return open;
  }

  private entries(): readonly OpenSpan[] {
    const entries: OpenSpan[] = [];
    for (let index = 0; index < this.length; index += 1) {
      entries.push(this.slots[(this.first + index) & (this.slots.length - 1)] as OpenSpan);
    }
    return entries;
  }
}

/** Room for as many starts again as there are open spans, so that the next compaction is far away. */
function slotsFor(openCount: number): number {
  let slots = SLOTS_MIN;
  while (slots < openCount * 2) slots *= 2;
  return slots;
}

/** Tells the closest ancestors that are open when those ended that are not. */
function noteEvidence(all: readonly OpenSpan[]): void {
  const isRelevant = mixedTraces(all);
  const relevant = isRelevant === undefined ? [] : all.filter(isRelevant);
  linkParents(relevant, new Map());
  for (const { span, parent, evidence } of relevant) {
    if (!span.ended || parent === undefined) continue;
    parent.note(span.endTime);
    if (evidence !== undefined) parent.note(evidence);
  }
}

/**
 * Whether a span may have an ancestor that runs while it has ended itself, or the other way round: in the other traces
 * nobody asks. Told from the smaller side, for the other one can be a hundred thousand spans. Undefined: none has.
 */
function mixedTraces(all: readonly OpenSpan[]): ((entry: OpenSpan) => boolean) | undefined {
  let endedCount = 0;
  for (const { span } of all) if (span.ended) endedCount += 1;
  const isEndedSmaller = endedCount * 2 < all.length;
  const traces = new Set<string>();
  for (const { span } of all) if (span.ended === isEndedSmaller) traces.add(span.spanContext().traceId);
  return traces.size === 0 ? undefined : ({ span }) => traces.has(span.spanContext().traceId);
}

/** Finds for each span the closest ancestor that is open. */
function linkParents(entries: readonly OpenSpan[], bySpanId: Map<string, OpenSpan>): void {
  for (const entry of entries) {
    entry.parent = openAncestor(entry, bySpanId);
    bySpanId.set(entry.span.spanContext().spanId, entry);
  }
}

/** A parent stands before its children, so its own ancestor is known already. */
function openAncestor(entry: OpenSpan, bySpanId: ReadonlyMap<string, OpenSpan>): OpenSpan | undefined {
  let ancestor = entry.parent ?? parentIn(entry, bySpanId);
  while (ancestor !== undefined && (ancestor.span.ended || ancestor.hasLeft)) ancestor = ancestor.parent;
  return ancestor;
}

function parentIn({ span }: OpenSpan, bySpanId: ReadonlyMap<string, OpenSpan>): OpenSpan | undefined {
  const { parentSpanContext } = span;
  if (parentSpanContext === undefined) return undefined;
  const parent = bySpanId.get(parentSpanContext.spanId);
  return parent?.span.spanContext().traceId === parentSpanContext.traceId ? parent : undefined;
}

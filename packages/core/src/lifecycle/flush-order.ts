import { type TimeRange, unionRange } from './evidence.js';
import { spanKey } from '../model/span-key.js';
import type { PendingSpan } from './pending-span.js';

/** The key of a span's parent; undefined for a root. */
export function parentKey(pending: PendingSpan): string | undefined {
  const { parentSpanId } = pending;
  return parentSpanId === undefined ? undefined : spanKey(pending.traceId, parentSpanId);
}

/** A pending span with what the whole table knows about its place. */
export interface PlacedSpan {
  readonly pending: PendingSpan;
  /** From the first to the last record of all its descendants. */
  descendants: TimeRange | undefined;
  depth: number;
  waitingChildren: number;
}

function placeSpans(spans: Iterable<readonly [string, PendingSpan]>): Map<string, PlacedSpan> {
  const placed = new Map<string, PlacedSpan>();
  for (const [key, pending] of spans) {
    placed.set(key, { pending, descendants: pending.descendants, depth: 0, waitingChildren: 0 });
  }
  for (const place of placed.values()) {
    const parent = parentOf(place, placed);
    if (parent !== undefined) parent.waitingChildren += 1;
  }
  return placed;
}

function parentOf(place: PlacedSpan, placed: ReadonlyMap<string, PlacedSpan>): PlacedSpan | undefined {
  const key = parentKey(place.pending);
  return key === undefined ? undefined : placed.get(key);
}

function rangeOf(place: PlacedSpan): TimeRange | undefined {
  return unionRange(place.pending.ownRange, place.descendants);
}

/** Hands every span's times up to its parent, children before parents. Answers that order; cycles are missing in it. */
function gatherUpwards(placed: ReadonlyMap<string, PlacedSpan>): readonly PlacedSpan[] {
  const order = [...placed.values()].filter((place) => place.waitingChildren === 0);
  for (const place of order) {
    const parent = parentOf(place, placed);
    if (parent === undefined) continue;
    parent.descendants = unionRange(parent.descendants, rangeOf(place));
    parent.waitingChildren -= 1;
    if (parent.waitingChildren === 0) order.push(parent);
  }
  return order;
}

/** In a cycle of parents each span is a descendant of every other, so all share the times of all. */
function closeCycles(placed: ReadonlyMap<string, PlacedSpan>): void {
  const seen = new Set<PlacedSpan>();
  for (const place of placed.values()) {
    if (place.waitingChildren === 0 || seen.has(place)) continue;
    const members: PlacedSpan[] = [];
    let range: TimeRange | undefined;
    for (let member: PlacedSpan | undefined = place; member !== undefined && !seen.has(member);) {
      seen.add(member);
      members.push(member);
      range = unionRange(range, rangeOf(member));
      member = parentOf(member, placed);
    }
    for (const member of members) member.descendants = range;
  }
}

function setDepths(order: readonly PlacedSpan[], placed: ReadonlyMap<string, PlacedSpan>): void {
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const place = order[index];
    if (place === undefined) continue;
    const parent = parentOf(place, placed);
    if (parent !== undefined) place.depth = parent.depth + 1;
  }
}

function startOf(place: PlacedSpan): bigint {
  return place.pending.start?.timeUnixNano ?? place.pending.ownRange.firstUnixNano;
}

function compareBigInts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** When each trace began, as far as the table knows. */
function traceStarts(placed: ReadonlyMap<string, PlacedSpan>): ReadonlyMap<string, bigint> {
  const starts = new Map<string, bigint>();
  for (const place of placed.values()) {
    const { traceId } = place.pending;
    const known = starts.get(traceId);
    const start = startOf(place);
    if (known === undefined || start < known) starts.set(traceId, start);
  }
  return starts;
}

function comparePlaces(a: PlacedSpan, b: PlacedSpan, starts: ReadonlyMap<string, bigint>): number {
  const [traceA, traceB] = [a.pending.traceId, b.pending.traceId];
  if (traceA !== traceB) {
    const byTraceStart = compareBigInts(starts.get(traceA) ?? 0n, starts.get(traceB) ?? 0n);
    return byTraceStart === 0 ? (traceA < traceB ? -1 : 1) : byTraceStart;
  }
  if (a.depth !== b.depth) return a.depth - b.depth;
  const byStart = compareBigInts(startOf(a), startOf(b));
  if (byStart !== 0) return byStart;
  return a.pending.spanId < b.pending.spanId ? -1 : 1;
}

/**
 * The order in which the spans of a table leave together, and what each knows of its descendants: the trace that
 * began first, in it parents before children, then by start and id. Nothing of it depends on the order of reading.
 * Walks no tree recursively: a chain of parents may be 100,000 spans long, or a circle.
 */
export function inFlushOrder(spans: Iterable<readonly [string, PendingSpan]>): readonly PlacedSpan[] {
  const placed = placeSpans(spans);
  const order = gatherUpwards(placed);
  closeCycles(placed);
  setDepths(order, placed);
  const starts = traceStarts(placed);
  return [...placed.values()].sort((a, b) => comparePlaces(a, b, starts));
}

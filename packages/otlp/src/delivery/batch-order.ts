import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ANCHOR_PHASE, PENDING_PHASE, phaseOf } from './span-phase.js';

/** What a marker says of the parent of the span that it announces: its own parent is that span. */
const PENDING_PARENT_ATTRIBUTE = 'logfire.pending_parent_id';

/** A marker or an anchor: what it stands for, and where it belongs among the others. */
interface Announcement {
  readonly span: ReadableSpan;
  readonly phase: typeof PENDING_PHASE | typeof ANCHOR_PHASE;
  readonly traceId: string;
  readonly spanId: string;
  /** The id of the span that it announces, and that of the parent of this one. */
  readonly realId: string;
  readonly realParentId: string;
}

/** A batch as it is to be sent. */
export interface OrderedBatch {
  readonly spans: readonly ReadableSpan[];
  /** Markers whose span is in the same batch: they have nothing to say any more. */
  readonly superfluous: readonly ReadableSpan[];
}

/**
 * Puts anchors and markers first, of one trace parents before children, so that no span is seen before what announces
 * its parent: by trace id, depth, start and id. The other spans follow in their order. A marker whose span, ended or
 * unfinished, is in the same batch is left out. Pure.
 */
export function orderBatch(spans: readonly ReadableSpan[]): OrderedBatch {
  const announcements: Announcement[] = [];
  const rest: ReadableSpan[] = [];
  for (const span of spans) {
    const announcement = toAnnouncement(span);
    if (announcement === undefined) rest.push(span);
    else announcements.push(announcement);
  }
  if (announcements.length === 0) return { spans, superfluous: [] };
  const ended = new Set(rest.map(keyOfSpan));
  const isSuperfluous = (one: Announcement): boolean => one.phase === PENDING_PHASE && ended.has(keyOf(one));
  const first = sortByDepth(announcements.filter((one) => !isSuperfluous(one)));
  const superfluous = announcements.filter(isSuperfluous).map(({ span }) => span);
  return { spans: [...first.map(({ span }) => span), ...rest], superfluous };
}

function toAnnouncement(span: ReadableSpan): Announcement | undefined {
  const phase = phaseOf(span);
  if (phase !== PENDING_PHASE && phase !== ANCHOR_PHASE) return undefined;
  try {
    const { traceId, spanId } = span.spanContext();
    const parentId = span.parentSpanContext?.spanId ?? '';
    if (phase === ANCHOR_PHASE) return { span, phase, traceId, spanId, realId: spanId, realParentId: parentId };
    const grandparentId = span.attributes[PENDING_PARENT_ATTRIBUTE];
    const realParentId = typeof grandparentId === 'string' ? grandparentId : '';
    return { span, phase, traceId, spanId, realId: parentId, realParentId };
  } catch {
    // It cannot be read, and is refused when it is to be encoded.
    return undefined;
  }
}

function keyOf({ traceId, realId }: Announcement): string {
  return `${traceId}/${realId}`;
}

function keyOfSpan(span: ReadableSpan): string {
  try {
    const { traceId, spanId } = span.spanContext();
    return `${traceId}/${spanId}`;
  } catch {
    return '';
  }
}

function sortByDepth(announcements: readonly Announcement[]): readonly Announcement[] {
  const parents = new Map(announcements.map((one) => [keyOf(one), `${one.traceId}/${one.realParentId}`]));
  const depths = new Map<string, number>();
  const placed = announcements.map((one) => ({ one, depth: depthOf(keyOf(one), parents, depths) }));
  placed.sort(
    (a, b) =>
      compare(a.one.traceId, b.one.traceId) ||
      a.depth - b.depth ||
      compareStart(a.one.span, b.one.span) ||
      compare(a.one.spanId, b.one.spanId),
  );
  return placed.map(({ one }) => one);
}

/** How many announced spans stand above one; each is visited once for all. A cycle ends where it closes. */
function depthOf(key: string, parents: ReadonlyMap<string, string>, depths: Map<string, number>): number {
  const path: string[] = [];
  let at: string | undefined = key;
  while (at !== undefined && parents.has(at) && !depths.has(at)) {
    // Noted before it is known, so that a cycle comes to an end.
    depths.set(at, 0);
    path.push(at);
    at = parents.get(at);
  }
  let depth = at === undefined ? -1 : (depths.get(at) ?? -1);
  for (const visited of path.reverse()) {
    depth += 1;
    depths.set(visited, depth);
  }
  return depths.get(key) ?? 0;
}

function compareStart(a: ReadableSpan, b: ReadableSpan): number {
  return a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

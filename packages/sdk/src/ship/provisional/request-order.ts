import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, fromHrTime } from '@spanbridge/core';
import type { OtlpSender, SpanOutcome } from '@spanbridge/otlp';

/** A span that stands for one which has just started, with its place in the list and in its trace. */
interface Announced {
  readonly index: number;
  readonly traceId: string;
  /** The id of the span that it stands for. */
  readonly realId: string;
  readonly parentId: string | undefined;
  readonly startUnixNano: bigint;
  depth: number;
}

/** The phase of a span under a derived id, or of an anchor; undefined for a plain span. */
export function phaseOf(span: ReadableSpan): string | undefined {
  const phase = span.attributes[ATTRIBUTE.spanPhase];
  return typeof phase === 'string' ? phase : undefined;
}

/**
 * The order of spans inside one request, as places in the list: anchors and markers first, parents before children,
 * then the rest as it stands. A backend that takes a request row by row then never meets a child before its parent.
 * Undefined when they are in that order already.
 */
export function requestOrder(spans: readonly ReadableSpan[]): readonly number[] | undefined {
  const announced = spans.flatMap((span, index) => announcedOf(span, index));
  if (announced.length === 0) return undefined;
  setDepths(announced);
  announced.sort(compareAnnounced);
  const first = new Set(announced.map(({ index }) => index));
  const order = [...first, ...[...spans.keys()].filter((index) => !first.has(index))];
  return order.every((from, to) => from === to) ? undefined : order;
}

/** Sends spans in the order of {@link requestOrder}, and answers their outcomes in the order in which they came. */
export async function sendInOrder(
  send: OtlpSender['send'],
  spans: readonly ReadableSpan[],
): Promise<readonly SpanOutcome[]> {
  const order = requestOrder(spans);
  if (order === undefined) return send(spans);
  const outcomes = await send(order.flatMap((index) => spans[index] ?? []));
  const sorted: SpanOutcome[] = new Array<SpanOutcome>(spans.length);
  order.forEach((index, at) => {
    const outcome = outcomes[at];
    if (outcome !== undefined) sorted[index] = outcome;
  });
  return sorted;
}

function announcedOf(span: ReadableSpan, index: number): readonly Announced[] {
  const phase = phaseOf(span);
  if (phase !== 'anchor' && phase !== 'pending') return [];
  const { traceId, spanId } = span.spanContext();
  const parentId = span.parentSpanContext?.spanId;
  const startUnixNano = fromHrTime(span.startTime);
  if (phase === 'anchor') return [{ index, traceId, realId: spanId, parentId, startUnixNano, depth: 0 }];
  // A marker is the child of its span, and names that one's parent.
  const named = span.attributes[ATTRIBUTE.logfirePendingParentId];
  const grandparentId = typeof named === 'string' ? named : undefined;
  return [{ index, traceId, realId: parentId ?? spanId, parentId: grandparentId, startUnixNano, depth: 0 }];
}

/** Visits each once, so a request of one long chain costs no more than any other. A circle is cut where it is met. */
function setDepths(announced: readonly Announced[]): void {
  const byKey = new Map(announced.map((one) => [one.traceId + one.realId, one]));
  const visited = new Set<Announced>();
  for (const one of announced) {
    const path: Announced[] = [];
    let current: Announced | undefined = one;
    while (current !== undefined && !visited.has(current)) {
      visited.add(current);
      path.push(current);
      current = byKey.get(current.traceId + (current.parentId ?? ''));
    }
    let depth = current === undefined ? 0 : current.depth + 1;
    for (const span of path.reverse()) span.depth = depth++;
  }
}

function compareAnnounced(a: Announced, b: Announced): number {
  if (a.traceId !== b.traceId) return a.traceId < b.traceId ? -1 : 1;
  if (a.depth !== b.depth) return a.depth - b.depth;
  if (a.startUnixNano !== b.startUnixNano) return a.startUnixNano < b.startUnixNano ? -1 : 1;
  return a.realId < b.realId ? -1 : 1;
}

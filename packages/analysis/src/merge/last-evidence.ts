import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { toHrTime } from '@spanbridge/core';
import { parentSpanIdOf, toUnixNano } from '../span/span-facts.js';
import type { MergedSpan } from './merged-span.js';

/** A span while the evidence of its children is gathered. */
interface Gathering {
  readonly merged: MergedSpan;
  parent: Gathering | undefined;
  endUnixNano: bigint;
  childrenLeft: number;
}

/**
 * Moves the ends of running spans to the last evidence of them: what a descendant did, its ancestors were there for.
 * Every span is visited once, children first; spans that are their own ancestors keep the evidence of their own.
 */
export function extendToLastEvidence(spans: readonly MergedSpan[]): MergedSpan[] {
  if (!spans.some(isOpen)) return [...spans];
  const gatherings = spans.map((merged) => toGathering(merged));
  linkParents(gatherings);
  const ready = gatherings.filter(({ childrenLeft }) => childrenLeft === 0);
  for (let child = ready.pop(); child !== undefined; child = ready.pop()) {
    const { parent, endUnixNano } = child;
    if (parent === undefined) continue;
    if (endUnixNano > parent.endUnixNano) parent.endUnixNano = endUnixNano;
    parent.childrenLeft -= 1;
    if (parent.childrenLeft === 0) ready.push(parent);
  }
  return gatherings.map(({ merged, endUnixNano }) => (isOpen(merged) ? withEnd(merged, endUnixNano) : merged));
}

function isOpen({ state }: MergedSpan): boolean {
  return state === 'running' || state === 'stale';
}

function toGathering(merged: MergedSpan): Gathering {
  return { merged, parent: undefined, endUnixNano: toUnixNano(merged.span.endTime), childrenLeft: 0 };
}

function linkParents(gatherings: readonly Gathering[]): void {
  const byKey = new Map(gatherings.map((gathering) => [keyOf(gathering.merged.span, undefined), gathering]));
  for (const gathering of gatherings) {
    const parentSpanId = parentSpanIdOf(gathering.merged.span);
    if (parentSpanId === undefined) continue;
    gathering.parent = byKey.get(keyOf(gathering.merged.span, parentSpanId));
    if (gathering.parent !== undefined) gathering.parent.childrenLeft += 1;
  }
}

function keyOf(span: ReadableSpan, parentSpanId: string | undefined): string {
  const { traceId, spanId } = span.spanContext();
  return `${traceId}/${parentSpanId ?? spanId}`;
}

function withEnd(merged: MergedSpan, endUnixNano: bigint): MergedSpan {
  const { span } = merged;
  const startUnixNano = toUnixNano(span.startTime);
  if (endUnixNano <= toUnixNano(span.endTime)) return merged;
  const extended = { ...span, endTime: toHrTime(endUnixNano), duration: toHrTime(endUnixNano - startUnixNano) };
  return { ...merged, span: extended };
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fingerprint } from '../span/fingerprint.js';
import { toUnixNano } from '../span/span-facts.js';
import { extendToLastEvidence } from './last-evidence.js';
import { mergeRows } from './merge-rows.js';
import type { MergedSpan } from './merged-span.js';
import { type SpanRow, toSpanRow } from './span-row.js';

/** How spans are merged. */
export interface MergeOptions {
  /** The present, by which silence is measured. Without it no span is stale. */
  readonly nowUnixNano?: bigint;
}

/**
 * Spans as they were sent, in any order and any number of times, as one span for each real one.
 *
 * Markers, anchors, completions, unfinished and late spans (`spanbridge.span.phase`), Logfire's pending spans,
 * heartbeats of otel-partial, partial spans of Trigger.dev and AWS are joined with the span that they speak of. The
 * result depends on neither order nor repetition. Sorted by trace, start and id.
 */
export function mergeSpanRows(spans: readonly ReadableSpan[], options: MergeOptions = {}): MergedSpan[] {
  const merged: MergedSpan[] = [];
  for (const rows of groupRows(spans).values()) {
    if (rows.some(({ role }) => role !== 'late')) merged.push(mergeRows(rows, options.nowUnixNano));
    else merged.push(...strayRecords(rows));
  }
  return extendToLastEvidence(merged.sort(byPlace));
}

function groupRows(spans: readonly ReadableSpan[]): ReadonlyMap<string, readonly SpanRow[]> {
  const groups = new Map<string, SpanRow[]>();
  for (const span of spans) {
    const row = toSpanRow(span);
    const key = `${span.spanContext().traceId}/${row.realSpanId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Late records whose span is not here; shown as they are, because nothing else would show them. */
function strayRecords(rows: readonly SpanRow[]): MergedSpan[] {
  const distinct = new Map(rows.map((row) => [fingerprint(row.span), row]));
  return [...distinct.values()].map((row) => ({
    span: row.span,
    state: 'finished',
    isGrowing: false,
    isStray: true,
    rows: [row],
  }));
}

function byPlace(left: MergedSpan, right: MergedSpan): number {
  const leftContext = left.span.spanContext();
  const rightContext = right.span.spanContext();
  if (leftContext.traceId !== rightContext.traceId) return leftContext.traceId < rightContext.traceId ? -1 : 1;
  const startsApart = toUnixNano(left.span.startTime) - toUnixNano(right.span.startTime);
  if (startsApart !== 0n) return startsApart < 0n ? -1 : 1;
  if (leftContext.spanId !== rightContext.spanId) return leftContext.spanId < rightContext.spanId ? -1 : 1;
  // Only stray records share an id.
  return fingerprint(left.span) < fingerprint(right.span) ? -1 : 1;
}

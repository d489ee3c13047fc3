import type { Attributes, HrTime, SpanContext, SpanStatus } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, toHrTime } from '@spanbridge/core';
import { fingerprint } from '../span/fingerprint.js';
import { endCauseOf, parentSpanIdOf, toUnixNano } from '../span/span-facts.js';
import { staleAfterUnixNano } from './heartbeat.js';
import { mergeEvents, mergeLinks, toLateEvent, withoutKeys } from './merge-events.js';
import type { MergedSpan, MergedState } from './merged-span.js';
import { FOREIGN_ATTRIBUTE, ROW_ROLES, type SpanRow } from './span-row.js';

/** Says how a span was sent and not what it is; gone from what is merged. */
const SENDING_ATTRIBUTES: readonly string[] = [
  ATTRIBUTE.spanPhase,
  ATTRIBUTE.logfireSpanType,
  ATTRIBUTE.logfirePendingParentId,
  ...Object.values(FOREIGN_ATTRIBUTE),
];

/** What an unfinished span says of its end, and no longer holds when its end has come. */
const CLOSING_ATTRIBUTES: readonly string[] = [ATTRIBUTE.partialGc, ATTRIBUTE.endCause];

/**
 * All that was sent about one real span as one span. The result does not depend on the order of the rows, and a row
 * that comes again changes nothing.
 *
 * @param rows - of one trace and one real id, at least one of them not `late`
 */
export function mergeRows(rows: readonly SpanRow[], nowUnixNano: bigint | undefined): MergedSpan {
  const [only] = rows;
  if (rows.length === 1 && only?.role === 'final') {
    return { span: only.span, state: 'finished', isGrowing: false, isStray: false, rows };
  }
  const ordered = distinctRows(rows);
  const best = ordered[0] as SpanRow;
  const state = stateOf(best, ordered, nowUnixNano);
  const cause = state === 'unfinished' ? endCauseOf(best.span) : undefined;
  return {
    span: toMergedSpan(best, ordered),
    state,
    ...(cause === undefined ? {} : { cause }),
    isGrowing: state === 'running' && best.role !== 'stop',
    isStray: false,
    rows: ordered,
  };
}

/** Each content once: by rank, among equals the later end first, then by content, which settles any tie. */
function distinctRows(rows: readonly SpanRow[]): SpanRow[] {
  if (rows.length === 1) return [...rows];
  return ROW_ROLES.flatMap((role) => distinctOfRole(rows.filter((row) => row.role === role)));
}

/** Content is written out only where two rows have the same role, since it costs more than all the rest. */
function distinctOfRole(rows: readonly SpanRow[]): readonly SpanRow[] {
  if (rows.length < 2) return rows;
  const byContent = new Map<string, SpanRow>();
  for (const row of rows) {
    const content = fingerprint(row.span);
    const known = byContent.get(content);
    if (known === undefined || besideContent(row.span) < besideContent(known.span)) byContent.set(content, row);
  }
  const keyed = [...byContent].map(([content, row]) => ({ content, row, endUnixNano: toUnixNano(row.span.endTime) }));
  keyed.sort((left, right) => {
    if (left.endUnixNano !== right.endUnixNano) return left.endUnixNano > right.endUnixNano ? -1 : 1;
    return left.content < right.content ? -1 : 1;
  });
  return keyed.map(({ row }) => row);
}

/** What content does not cover: decides which of two equal spans is kept, for any order to keep the same. */
function besideContent(span: ReadableSpan): string {
  const { traceFlags, traceState } = span.spanContext();
  const dropped = [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount];
  return JSON.stringify([traceFlags, traceState?.serialize() ?? '', dropped]);
}

function stateOf(best: SpanRow, rows: readonly SpanRow[], nowUnixNano: bigint | undefined): MergedState {
  switch (best.role) {
    case 'final':
    case 'completion':
      return rows[1]?.role === best.role ? 'conflicting' : 'finished';
    case 'unfinished':
      return 'unfinished';
    case 'stop':
      // The program has told the end of the span; the span itself is on its way.
      return 'running';
    default: {
      const staleAfter = staleAfterUnixNano(rows);
      return staleAfter !== undefined && nowUnixNano !== undefined && nowUnixNano > staleAfter ? 'stale' : 'running';
    }
  }
}

function toMergedSpan(best: SpanRow, rows: readonly SpanRow[]): ReadableSpan {
  const { span, realSpanId } = best;
  // What left unfinished, under the real id or beside it, holds the records that came before it left.
  const earlier = best.role === 'completion' ? rows.find(({ role }) => role === 'unfinished')?.span : undefined;
  const contents = earlier === undefined ? [span] : [earlier, span];
  const late = rows.filter(({ role }) => role === 'late').map((row) => toLateEvent(row.span));
  const startTime = earliestStart(rows);
  const isWhole = best.role === 'final' && late.length === 0;
  if (isWhole && toUnixNano(startTime) === toUnixNano(span.startTime)) return span;
  const endTime = endOf(best, rows, startTime);
  const parent = parentContextOf(rows, span);
  const context: SpanContext = { ...span.spanContext(), spanId: realSpanId };
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => context,
    ...(parent === undefined ? {} : { parentSpanContext: parent }),
    startTime,
    endTime,
    duration: toHrTime(toUnixNano(endTime) - toUnixNano(startTime)),
    ended: span.ended,
    status: statusOf(span, earlier),
    attributes: attributesOf(best, contents),
    droppedAttributesCount: span.droppedAttributesCount,
    events: mergeEvents(span.events, [...(earlier?.events ?? []), ...late]),
    droppedEventsCount: span.droppedEventsCount,
    links: mergeLinks(contents, realSpanId),
    droppedLinksCount: span.droppedLinksCount,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

function attributesOf(best: SpanRow, contents: readonly ReadableSpan[]): Attributes {
  const attributes = withoutKeys(Object.assign({}, ...contents.map((content) => content.attributes)) as Attributes, [
    ...SENDING_ATTRIBUTES,
    ...(best.role === 'completion' ? CLOSING_ATTRIBUTES : []),
  ]);
  return isRunning(best) ? { ...attributes, [ATTRIBUTE.spanPhase]: 'pending' } : attributes;
}

/** An error that was told once is not taken back by an end that says nothing of it. */
function statusOf(span: ReadableSpan, earlier: ReadableSpan | undefined): SpanStatus {
  return span.status.code === SpanStatusCode.UNSET && earlier !== undefined ? earlier.status : span.status;
}

function isRunning({ role }: SpanRow): boolean {
  return role === 'stop' || role === 'anchor' || role === 'pending' || role === 'heartbeat';
}

function earliestStart(rows: readonly SpanRow[]): HrTime {
  const starts = rows.filter(({ role }) => role !== 'late').map(({ span }) => toUnixNano(span.startTime));
  // A start of zero was never set.
  const told = starts.filter((start) => start > 0n);
  return toHrTime(told.length === 0 ? 0n : told.reduce((first, start) => (start < first ? start : first)));
}

/** The end that was told; of a running span the latest time at which anything is known of it. */
function endOf(best: SpanRow, rows: readonly SpanRow[], startTime: HrTime): HrTime {
  const isOpen = isRunning(best) && best.role !== 'stop';
  const times = isOpen ? rows.flatMap(({ span }) => evidenceOf(span)) : [toUnixNano(best.span.endTime)];
  const start = toUnixNano(startTime);
  return toHrTime(times.reduce((end, time) => (time > end ? time : end), start));
}

/** The times at which a span was known to run. */
function evidenceOf(span: ReadableSpan): bigint[] {
  return [toUnixNano(span.endTime), ...span.events.map(({ time }) => toUnixNano(time))];
}

/** The parent as the best row tells it that does; none for a root, and while nothing tells it. */
function parentContextOf(rows: readonly SpanRow[], content: ReadableSpan): SpanContext | undefined {
  const teller = rows.find(({ realParentSpanId }) => realParentSpanId !== undefined);
  if (teller === undefined || teller.realParentSpanId === '') return undefined;
  const { realParentSpanId, span } = teller as SpanRow & { readonly realParentSpanId: string };
  if (parentSpanIdOf(span) === realParentSpanId) return span.parentSpanContext;
  const { traceId, traceFlags } = content.spanContext();
  return { traceId, spanId: realParentSpanId, traceFlags };
}

import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { durationText, utcText } from '../layout/duration-text.js';
import type { RowMark } from '../layout/row-marks.js';
import type { MergedState } from '../merge/merged-span.js';
import { rowEvents, type WaterfallLayout, type WaterfallRow } from '../layout/waterfall-layout.js';
import { parentSpanIdOf } from '../span/span-facts.js';
import type { Interner } from './interner.js';
import { toViewSent, VIEW_SENT_MAX, type ViewSent } from './view-sent.js';
import { cut, listed, statusOf, toEntries, type ViewEntry, VIEW_ATTRIBUTES_MAX } from './view-text.js';

/** An event of a span. */
export interface ViewEvent {
  readonly name: string;
  /** On the axis of the trace, 0 to 1. */
  readonly at: number;
  readonly offsetText: string;
  readonly attributes?: readonly ViewEntry[];
}

/** A link of a span to another span, of this page or not. */
export interface ViewLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes?: readonly ViewEntry[];
}

/** One span of a page. What a span does not have is left out, since a page may hold a hundred thousand. */
export interface ViewRow {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** Number in the trace's list of services. */
  readonly service: number;
  readonly kind: string;
  readonly depth: number;
  /** How many of the following rows are descendants. */
  readonly below: number;
  readonly start: number;
  readonly end: number;
  readonly startText: string;
  readonly offsetText: string;
  readonly durationText: string;
  readonly marks?: readonly RowMark[];
  /** Absent for a finished span, which most are. */
  readonly state?: MergedState;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage?: string;
  readonly endCause?: string;
  /** What the span was sent as, where that is not simply one span. */
  readonly sentAs?: readonly ViewSent[];
  readonly attributes?: readonly ViewEntry[];
  readonly events?: readonly ViewEvent[];
  readonly links?: readonly ViewLink[];
  readonly resource: number;
  readonly scope: number;
  /** What did not reach the span, or does not reach the page, in words. */
  readonly losses?: readonly string[];
}

/** Events of one span, likewise. */
export const VIEW_EVENTS_MAX = 1_000;
/** Links of one span, likewise. */
export const VIEW_LINKS_MAX = 200;

/** What rows of one trace share. */
export interface ViewRowContext {
  readonly resources: Interner<readonly ViewEntry[]>;
  readonly scopes: Interner<string>;
  readonly serviceIndex: ReadonlyMap<string, number>;
}

/** One row of the layout with all that the page tells about its span. */
export function toViewRow(layout: WaterfallLayout, row: WaterfallRow, context: ViewRowContext): ViewRow {
  const { node } = row;
  const { span } = node;
  const parentSpanId = parentSpanIdOf(span);
  const { state, cause } = node.merged;
  return {
    spanId: node.spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: cut(row.label),
    service: context.serviceIndex.get(row.serviceName) ?? 0,
    kind: (SpanKind[span.kind] as string | undefined)?.toLowerCase() ?? String(span.kind),
    depth: row.depth,
    below: row.descendantRowCount,
    start: row.startFraction,
    end: row.endFraction,
    startText: utcText(node.startUnixNano, 9),
    offsetText: durationText(node.startUnixNano - layout.tree.startUnixNano),
    durationText: row.durationText,
    ...(row.marks.length === 0 ? {} : { marks: row.marks }),
    ...(state === 'finished' ? {} : { state }),
    ...statusOf(span),
    ...(cause === undefined ? {} : { endCause: cut(cause) }),
    ...listed('sentAs', toViewSent(node.merged)),
    ...listed('attributes', toEntries(span.attributes)),
    ...listed('events', toEvents(layout, row)),
    ...listed('links', toLinks(span)),
    ...listed('losses', lossesOf(span, node.merged.rows.length)),
    resource: numberOfResource(span, context),
    scope: context.scopes.numberOf(scopeText(span), () => scopeText(span)),
  };
}

function toEvents(layout: WaterfallLayout, row: WaterfallRow): ViewEvent[] {
  return rowEvents(layout, row)
    .slice(0, VIEW_EVENTS_MAX)
    .map((event) => ({
      name: cut(event.name),
      at: event.fraction,
      offsetText: `${event.offsetNano < 0n ? '' : '+'}${durationText(event.offsetNano)}`,
      ...listed('attributes', toEntries(event.attributes)),
    }));
}

function toLinks(span: ReadableSpan): ViewLink[] {
  return span.links.slice(0, VIEW_LINKS_MAX).map((link) => ({
    traceId: link.context.traceId,
    spanId: link.context.spanId,
    ...listed('attributes', toEntries(link.attributes ?? {})),
  }));
}

/** Losses are said where one looks for what is lost. */
function lossesOf(span: ReadableSpan, sentCount: number): string[] {
  const counts: readonly [count: number, words: string][] = [
    [span.droppedAttributesCount, 'attributes were dropped before they reached the span'],
    [span.droppedEventsCount, 'events were dropped before they reached the span'],
    [span.droppedLinksCount, 'links were dropped before they reached the span'],
    [Object.keys(span.attributes).length - VIEW_ATTRIBUTES_MAX, 'more attributes are not shown'],
    [span.events.length - VIEW_EVENTS_MAX, 'more events are not shown'],
    [span.links.length - VIEW_LINKS_MAX, 'more links are not shown'],
    [sentCount - VIEW_SENT_MAX, 'more spans that this one was sent as are not shown'],
  ];
  return counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
}

function numberOfResource(span: ReadableSpan, context: ViewRowContext): number {
  const entries = toEntries(span.resource.attributes);
  return context.resources.numberOf(JSON.stringify(entries), () => entries);
}

function scopeText(span: ReadableSpan): string {
  const { name, version } = span.instrumentationScope;
  return cut(version === undefined || version === '' ? name : `${name} ${version}`);
}

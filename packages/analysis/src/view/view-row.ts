import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { durationText, utcText } from '../layout/duration-text.js';
import type { RowMark } from '../layout/row-marks.js';
import { rowEvents, type WaterfallLayout, type WaterfallRow } from '../layout/waterfall-layout.js';
import { attributeText, sortedEntries } from '../span/attribute-text.js';
import { endCauseOf, parentSpanIdOf } from '../span/span-facts.js';
import type { Interner } from './interner.js';

/** A key and its value, both as text. */
export type ViewEntry = readonly [key: string, text: string];

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
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage?: string;
  readonly endCause?: string;
  readonly attributes?: readonly ViewEntry[];
  readonly events?: readonly ViewEvent[];
  readonly links?: readonly ViewLink[];
  readonly resource: number;
  readonly scope: number;
  /** What did not reach the span, or does not reach the page, in words. */
  readonly losses?: readonly string[];
}

/** Characters of one text on a page; a longer one is cut and says by how much. */
export const VIEW_TEXT_CHARS_MAX = 16_384;
/** Attributes of one span or event on a page; the rest is counted among the losses. */
export const VIEW_ATTRIBUTES_MAX = 512;
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
  const endCause = endCauseOf(span);
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
    ...statusOf(span),
    ...(endCause === undefined ? {} : { endCause: cut(endCause) }),
    ...listed('attributes', toEntries(span.attributes)),
    ...listed('events', toEvents(layout, row)),
    ...listed('links', toLinks(span)),
    ...listed('losses', lossesOf(span)),
    resource: numberOfResource(span, context),
    scope: context.scopes.numberOf(scopeText(span), () => scopeText(span)),
  };
}

function statusOf(span: ReadableSpan): Pick<ViewRow, 'status' | 'statusMessage'> {
  const { code, message } = span.status;
  const status = code === SpanStatusCode.ERROR ? 'error' : code === SpanStatusCode.OK ? 'ok' : 'unset';
  return message === undefined || message === '' ? { status } : { status, statusMessage: cut(message) };
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

function toEntries(attributes: Readonly<Record<string, unknown>>): ViewEntry[] {
  return sortedEntries(attributes)
    .slice(0, VIEW_ATTRIBUTES_MAX)
    .map(([key, value]) => [cut(key), cut(attributeText(value))]);
}

/** Losses are said where one looks for what is lost. */
function lossesOf(span: ReadableSpan): string[] {
  const counts: readonly [count: number, words: string][] = [
    [span.droppedAttributesCount, 'attributes were dropped before they reached the span'],
    [span.droppedEventsCount, 'events were dropped before they reached the span'],
    [span.droppedLinksCount, 'links were dropped before they reached the span'],
    [Object.keys(span.attributes).length - VIEW_ATTRIBUTES_MAX, 'more attributes are not shown'],
    [span.events.length - VIEW_EVENTS_MAX, 'more events are not shown'],
    [span.links.length - VIEW_LINKS_MAX, 'more links are not shown'],
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

function cut(text: string): string {
  if (text.length <= VIEW_TEXT_CHARS_MAX) return text;
  return `${text.slice(0, VIEW_TEXT_CHARS_MAX)}… (${text.length - VIEW_TEXT_CHARS_MAX} more characters)`;
}

function listed<Key extends string, Item>(key: Key, items: readonly Item[]): Partial<Record<Key, readonly Item[]>> {
  return items.length === 0 ? {} : ({ [key]: items } as Record<Key, readonly Item[]>);
}

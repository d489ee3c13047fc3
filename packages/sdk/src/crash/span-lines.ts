import type { AttributeValue, HrTime } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createResource } from '@spanbridge/core';
import { type ScopeJson, type SpanJson, toTracesData } from '@spanbridge/otlp';
import { toAsciiJson } from './ascii-json.js';

/**
 * The longest line, in bytes: more than a span with every attribute, event and link that the SDK allows usually takes.
 * A longer one leaves out events, then attributes and links, and counts them as dropped.
 */
export const LINE_BYTES_MAX = 64 * 1024;

/** A name beyond this is cut where the line is too long. */
const NAME_CHARACTERS_MAX = 1_024;

/** Where a span stands in the file. */
export interface LinePlace {
  /** The number of the span, of its resource and of its scope. */
  readonly number: number;
  readonly resource: number;
  readonly scope: number;
  readonly isAnchored: boolean;
}

/** What an update says besides the state of the span. */
export interface UpdatePlace {
  readonly number: number;
  readonly timeUnixNano: string;
  /** Set once the span has ended and waits to be sent. */
  readonly endUnixNano: string | undefined;
  /** Events that the file has already. */
  readonly eventsWritten: number;
}

const NO_RESOURCE = createResource({});
const NO_SCOPE = { name: '' };

/** The line of a start, with what the span is at this moment, as OTLP/JSON. */
export function startLine(span: ReadableSpan, place: LinePlace): string {
  const { number: start, resource, scope, isAnchored } = place;
  const anchored = isAnchored ? true : undefined;
  return withinLimit(
    span,
    span.events.length,
    (json) => `${toAsciiJson({ start, resource, scope, anchored, span: json })}\n`,
  );
}

/** The line of an update: everything of the span that may have changed since its start, and its new events. */
export function updateLine(span: ReadableSpan, place: UpdatePlace): string {
  const { number, timeUnixNano, endUnixNano, eventsWritten } = place;
  const newEvents = Math.max(0, eventCountOf(span) - eventsWritten);
  return withinLimit(span, newEvents, (json) => {
    const { name, attributes, droppedAttributesCount, events, droppedEventsCount, links, droppedLinksCount, status } =
      json;
    const state = { name, attributes, droppedAttributesCount, events, droppedEventsCount, links, droppedLinksCount };
    return `${toAsciiJson({ update: number, timeUnixNano, endUnixNano, span: { ...state, status } })}\n`;
  });
}

/** What of a span may change besides its events, as text: equal texts, nothing to write. */
export function stateText(span: ReadableSpan): string {
  const { name, attributes, status, links, droppedAttributesCount } = toJson(viewOf(span, 0));
  return JSON.stringify([name, status, droppedAttributesCount, links, attributes]);
}

/** Events that a span ever had; the SDK drops the oldest ones over its limit. */
export function eventCountOf(span: ReadableSpan): number {
  return span.events.length + span.droppedEventsCount;
}

/** The value of a line that declares a resource: its attributes that are settled, and its schema. */
export function resourceText(resource: ReadableSpan['resource']): string {
  const { schemaUrl } = resource as { readonly schemaUrl?: string };
  const attributes = createResource(settledAttributes(resource));
  const known = schemaUrl === undefined ? attributes : { ...attributes, schemaUrl };
  const [group] = toTracesData([{ ...emptySpan(), resource: known }]).resourceSpans;
  return toAsciiJson({ value: group?.resource, schemaUrl: group?.schemaUrl }).slice(1, -1);
}

/** The value of a line that declares a scope. */
export function scopeText(scope: ReadableSpan['instrumentationScope']): string {
  const [group] = toTracesData([{ ...emptySpan(), instrumentationScope: scope }]).resourceSpans[0]?.scopeSpans ?? [];
  const value: ScopeJson | undefined = group?.scope;
  return toAsciiJson({ value, schemaUrl: group?.schemaUrl }).slice(1, -1);
}

/** Nanoseconds since 1970 of a time. */
export function unixNanoText(time: HrTime): string | undefined {
  const [seconds, nanos] = time;
  if (!Number.isSafeInteger(seconds) || seconds < 1 || !Number.isSafeInteger(nanos)) return undefined;
  return nanos < 0 || nanos > 999_999_999 ? undefined : `${seconds}${String(1_000_000_000 + nanos).slice(1)}`;
}

/** The span with its last `eventCount` events at most, and with less where the line would be too long. */
function withinLimit(span: ReadableSpan, eventCount: number, toLine: (json: SpanJson) => string): string {
  const whole = toLine(toJson(viewOf(span, eventCount)));
  if (whole.length <= LINE_BYTES_MAX) return whole;
  const withoutEvents = toLine(toJson(viewOf(span, 0)));
  if (withoutEvents.length <= LINE_BYTES_MAX) return withoutEvents;
  const { droppedAttributesCount, droppedLinksCount } = span;
  return toLine(
    toJson({
      ...viewOf(span, 0),
      name: span.name.slice(0, NAME_CHARACTERS_MAX),
      status: { code: span.status.code },
      attributes: {},
      droppedAttributesCount: droppedAttributesCount + Object.keys(span.attributes).length,
      links: [],
      droppedLinksCount: droppedLinksCount + span.links.length,
    }),
  );
}

function viewOf(span: ReadableSpan, eventCount: number): ReadableSpan {
  const events = eventCount === 0 ? [] : span.events.slice(-eventCount);
  return {
    ...emptySpan(),
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    status: span.status,
    attributes: span.attributes,
    links: span.links,
    events,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount + Math.max(0, span.events.length - eventCount),
    droppedLinksCount: span.droppedLinksCount,
  };
}

function toJson(view: ReadableSpan): SpanJson {
  const span = toTracesData([view]).resourceSpans[0]?.scopeSpans[0]?.spans[0];
  if (span === undefined) throw new TypeError('A span came out of the codec as none. This is a bug.');
  return span;
}

function emptySpan(): ReadableSpan {
  return {
    name: '',
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId: '', spanId: '', traceFlags: 0 }),
    startTime: [0, 0],
    endTime: [0, 0],
    duration: [0, 0],
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    links: [],
    events: [],
    ended: false,
    resource: NO_RESOURCE,
    instrumentationScope: NO_SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Reading `attributes` of a resource that still waits makes the SDK log an error, so the raw ones are read. */
function settledAttributes(resource: ReadableSpan['resource']): ReadableSpan['resource']['attributes'] {
  if (resource.asyncAttributesPending !== true) return resource.attributes;
  const attributes: Record<string, AttributeValue> = {};
  for (const [key, value] of resource.getRawAttributes()) {
    const isSettled = value !== undefined && typeof (value as { readonly then?: unknown }).then !== 'function';
    if (isSettled) attributes[key] ??= value as AttributeValue;
  }
  return attributes;
}

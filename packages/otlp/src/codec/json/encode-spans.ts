import type { Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { groupByHome, type ResourceGroup, type ScopeGroup } from '../group-by-home.js';
import { toUnixNanoText } from '../hr-time.js';
import { toSpanFlags } from '../span-flags.js';
import { JSON_CONTENT_KEYS, toCount, toIdText, toOptionalText, toResource, toScope } from './encode-home.js';
import { toKeyValues } from './encode-value.js';
import type { EventJson, LinkJson, ResourceSpansJson, ScopeSpansJson, SpanJson, TracesDataJson } from './otlp-json.js';

const textEncoder = new TextEncoder();

/**
 * Spans as an OTLP/JSON value, ready for `JSON.stringify`: the form of dead letters, dry runs and OTLP files.
 * Grouped as {@link encodeTraces} groups them; every text is well-formed Unicode.
 */
export function toTracesData(spans: readonly ReadableSpan[]): TracesDataJson {
  return { resourceSpans: groupByHome(spans, JSON_CONTENT_KEYS).map(toResourceSpans) };
}

/** Encodes spans as the JSON body of an ExportTraceServiceRequest. */
export function encodeSpansAsJson(spans: readonly ReadableSpan[]): Uint8Array {
  return textEncoder.encode(JSON.stringify(toTracesData(spans)));
}

function toResourceSpans(group: ResourceGroup<ReadableSpan>): ResourceSpansJson {
  return {
    resource: toResource(group.resource),
    scopeSpans: group.scopes.map(toScopeSpans),
    schemaUrl: toOptionalText(group.resource.schemaUrl),
  };
}

function toScopeSpans(group: ScopeGroup<ReadableSpan>): ScopeSpansJson {
  return {
    scope: toScope(group.scope),
    spans: group.items.map(toSpan),
    schemaUrl: toOptionalText(group.scope.schemaUrl),
  };
}

function toSpan(span: ReadableSpan): SpanJson {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  // One literal without spreads: objects of one shape are built and written several times faster.
  return {
    traceId: toIdText(context.traceId),
    spanId: toIdText(context.spanId),
    traceState: toOptionalText(context.traceState?.serialize()),
    parentSpanId: parent?.spanId ? toIdText(parent.spanId) : undefined,
    name: span.name.toWellFormed(),
    kind: toCount(span.kind + 1),
    startTimeUnixNano: toUnixNanoText(span.startTime),
    endTimeUnixNano: toUnixNanoText(span.endTime),
    attributes: toKeyValues(span.attributes),
    droppedAttributesCount: toCount(span.droppedAttributesCount),
    events: span.events.map(toEvent),
    droppedEventsCount: toCount(span.droppedEventsCount),
    links: span.links.map(toLink),
    droppedLinksCount: toCount(span.droppedLinksCount),
    status: { code: toCount(span.status.code), message: toOptionalText(span.status.message) },
    flags: toSpanFlags(context.traceFlags, parent?.isRemote),
  };
}

function toEvent(event: TimedEvent): EventJson {
  return {
    timeUnixNano: toUnixNanoText(event.time),
    name: event.name.toWellFormed(),
    attributes: toKeyValues(event.attributes),
    droppedAttributesCount: toCount(event.droppedAttributesCount),
  };
}

function toLink(link: Link): LinkJson {
  const { context } = link;
  return {
    traceId: toIdText(context.traceId),
    spanId: toIdText(context.spanId),
    traceState: toOptionalText(context.traceState?.serialize()),
    attributes: toKeyValues(link.attributes),
    droppedAttributesCount: toCount(link.droppedAttributesCount),
    flags: toSpanFlags(context.traceFlags, context.isRemote),
  };
}

import type { Link, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { groupSpans, type OtlpResource, type OtlpScope, type ResourceGroup, type ScopeGroup } from '../group-spans.js';
import { isHex } from '../hex.js';
import { toUnixNanoText } from '../hr-time.js';
import { toSpanFlags } from '../span-flags.js';
import { toKeyValues } from './encode-value.js';
import type {
  EventJson,
  LinkJson,
  ResourceJson,
  ResourceSpansJson,
  ScopeJson,
  ScopeSpansJson,
  SpanJson,
  TracesDataJson,
} from './otlp-json.js';

const textEncoder = new TextEncoder();

/**
 * Spans as an OTLP/JSON value, ready for `JSON.stringify`: the form of dead letters, dry runs and OTLP files.
 * Grouped as {@link encodeTraces} groups them; every text is well-formed Unicode.
 */
export function toTracesData(spans: readonly ReadableSpan[]): TracesDataJson {
  const groups = groupSpans(spans, {
    resourceKey: (resource) => JSON.stringify([toResource(resource), resource.schemaUrl]),
    scopeKey: (scope) => JSON.stringify([toScope(scope), scope.schemaUrl]),
  });
  return { resourceSpans: groups.map(toResourceSpans) };
}

/** Encodes spans as the JSON body of an ExportTraceServiceRequest. */
export function encodeSpansAsJson(spans: readonly ReadableSpan[]): Uint8Array {
  return textEncoder.encode(JSON.stringify(toTracesData(spans)));
}

function toResourceSpans(group: ResourceGroup): ResourceSpansJson {
  return {
    resource: toResource(group.resource),
    scopeSpans: group.scopes.map(toScopeSpans),
    ...(group.resource.schemaUrl ? { schemaUrl: group.resource.schemaUrl.toWellFormed() } : {}),
  };
}

function toScopeSpans(group: ScopeGroup): ScopeSpansJson {
  return {
    scope: toScope(group.scope),
    spans: group.spans.map(toSpan),
    ...(group.scope.schemaUrl ? { schemaUrl: group.scope.schemaUrl.toWellFormed() } : {}),
  };
}

function toResource(resource: OtlpResource): ResourceJson {
  return { attributes: toKeyValues(resource.attributes), droppedAttributesCount: 0 };
}

function toScope(scope: OtlpScope): ScopeJson {
  return {
    name: scope.name.toWellFormed(),
    ...(scope.version ? { version: scope.version.toWellFormed() } : {}),
    ...(scope.attributes === undefined ? {} : { attributes: toKeyValues(scope.attributes) }),
    ...(scope.droppedAttributesCount ? { droppedAttributesCount: toCount(scope.droppedAttributesCount) } : {}),
  };
}

function toSpan(span: ReadableSpan): SpanJson {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    ...toIds(context),
    ...(parent?.spanId ? { parentSpanId: toIdText(parent.spanId) } : {}),
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
    status: {
      code: toCount(span.status.code),
      ...(span.status.message ? { message: span.status.message.toWellFormed() } : {}),
    },
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
  return {
    ...toIds(link.context),
    attributes: toKeyValues(link.attributes),
    droppedAttributesCount: toCount(link.droppedAttributesCount),
    flags: toSpanFlags(link.context.traceFlags, link.context.isRemote),
  };
}

function toIds(context: SpanContext): { traceId: string; spanId: string; traceState?: string } {
  const traceState = context.traceState?.serialize();
  return {
    traceId: toIdText(context.traceId),
    spanId: toIdText(context.spanId),
    ...(traceState ? { traceState: traceState.toWellFormed() } : {}),
  };
}

/** An id in lower case; one that is not hex is left out, so that a receiver rejects this span and not the request. */
function toIdText(id: string): string {
  return isHex(id) && id.length % 2 === 0 ? id.toLowerCase() : '';
}

function toCount(count: number | undefined): number {
  return count !== undefined && count > 0 ? count : 0;
}

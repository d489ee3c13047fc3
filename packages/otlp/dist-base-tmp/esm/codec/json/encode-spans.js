import { groupSpans } from '../group-spans.js';
import { isHex } from '../hex.js';
import { toUnixNanoText } from '../hr-time.js';
import { toSpanFlags } from '../span-flags.js';
import { toKeyValues } from './encode-value.js';
const textEncoder = new TextEncoder();
/**
 * Spans as an OTLP/JSON value, ready for `JSON.stringify`: the form of dead letters, dry runs and OTLP files.
 * Grouped as {@link encodeTraces} groups them; every text is well-formed Unicode.
 */
export function toTracesData(spans) {
    const groups = groupSpans(spans, {
        resourceKey: (resource) => JSON.stringify([toResource(resource), resource.schemaUrl]),
        scopeKey: (scope) => JSON.stringify([toScope(scope), scope.schemaUrl]),
    });
    return { resourceSpans: groups.map(toResourceSpans) };
}
/** Encodes spans as the JSON body of an ExportTraceServiceRequest. */
export function encodeSpansAsJson(spans) {
    return textEncoder.encode(JSON.stringify(toTracesData(spans)));
}
function toResourceSpans(group) {
    return {
        resource: toResource(group.resource),
        scopeSpans: group.scopes.map(toScopeSpans),
        schemaUrl: toOptionalText(group.resource.schemaUrl),
    };
}
function toScopeSpans(group) {
    return {
        scope: toScope(group.scope),
        spans: group.spans.map(toSpan),
        schemaUrl: toOptionalText(group.scope.schemaUrl),
    };
}
function toResource(resource) {
    return { attributes: toKeyValues(resource.attributes), droppedAttributesCount: 0 };
}
function toScope(scope) {
    return {
        name: scope.name.toWellFormed(),
        version: toOptionalText(scope.version),
        attributes: scope.attributes === undefined ? undefined : toKeyValues(scope.attributes),
        droppedAttributesCount: scope.droppedAttributesCount ? toCount(scope.droppedAttributesCount) : undefined,
    };
}
function toSpan(span) {
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
function toEvent(event) {
    return {
        timeUnixNano: toUnixNanoText(event.time),
        name: event.name.toWellFormed(),
        attributes: toKeyValues(event.attributes),
        droppedAttributesCount: toCount(event.droppedAttributesCount),
    };
}
function toLink(link) {
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
/** An id in lower case; one that is not hex is empty, so that a receiver rejects this span and not the request. */
function toIdText(id) {
    return isHex(id) && id.length % 2 === 0 ? id.toLowerCase() : '';
}
function toOptionalText(text) {
    return text ? text.toWellFormed() : undefined;
}
function toCount(count) {
    return count !== undefined && count > 0 ? count : 0;
}
//# sourceMappingURL=encode-spans.js.map
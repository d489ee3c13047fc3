"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.toTracesData = toTracesData;
exports.encodeSpansAsJson = encodeSpansAsJson;
const group_spans_js_1 = require("../group-spans.js");
const hex_js_1 = require("../hex.js");
const hr_time_js_1 = require("../hr-time.js");
const span_flags_js_1 = require("../span-flags.js");
const encode_value_js_1 = require("./encode-value.js");
const textEncoder = new TextEncoder();
/**
 * Spans as an OTLP/JSON value, ready for `JSON.stringify`: the form of dead letters, dry runs and OTLP files.
 * Grouped as {@link encodeTraces} groups them; every text is well-formed Unicode.
 */
function toTracesData(spans) {
    const groups = (0, group_spans_js_1.groupSpans)(spans, {
        resourceKey: (resource) => JSON.stringify([toResource(resource), resource.schemaUrl]),
        scopeKey: (scope) => JSON.stringify([toScope(scope), scope.schemaUrl]),
    });
    return { resourceSpans: groups.map(toResourceSpans) };
}
/** Encodes spans as the JSON body of an ExportTraceServiceRequest. */
function encodeSpansAsJson(spans) {
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
    return { attributes: (0, encode_value_js_1.toKeyValues)(resource.attributes), droppedAttributesCount: 0 };
}
function toScope(scope) {
    return {
        name: scope.name.toWellFormed(),
        version: toOptionalText(scope.version),
        attributes: scope.attributes === undefined ? undefined : (0, encode_value_js_1.toKeyValues)(scope.attributes),
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
        startTimeUnixNano: (0, hr_time_js_1.toUnixNanoText)(span.startTime),
        endTimeUnixNano: (0, hr_time_js_1.toUnixNanoText)(span.endTime),
        attributes: (0, encode_value_js_1.toKeyValues)(span.attributes),
        droppedAttributesCount: toCount(span.droppedAttributesCount),
        events: span.events.map(toEvent),
        droppedEventsCount: toCount(span.droppedEventsCount),
        links: span.links.map(toLink),
        droppedLinksCount: toCount(span.droppedLinksCount),
        status: { code: toCount(span.status.code), message: toOptionalText(span.status.message) },
        flags: (0, span_flags_js_1.toSpanFlags)(context.traceFlags, parent?.isRemote),
    };
}
function toEvent(event) {
    return {
        timeUnixNano: (0, hr_time_js_1.toUnixNanoText)(event.time),
        name: event.name.toWellFormed(),
        attributes: (0, encode_value_js_1.toKeyValues)(event.attributes),
        droppedAttributesCount: toCount(event.droppedAttributesCount),
    };
}
function toLink(link) {
    const { context } = link;
    return {
        traceId: toIdText(context.traceId),
        spanId: toIdText(context.spanId),
        traceState: toOptionalText(context.traceState?.serialize()),
        attributes: (0, encode_value_js_1.toKeyValues)(link.attributes),
        droppedAttributesCount: toCount(link.droppedAttributesCount),
        flags: (0, span_flags_js_1.toSpanFlags)(context.traceFlags, context.isRemote),
    };
}
/** An id in lower case; one that is not hex is empty, so that a receiver rejects this span and not the request. */
function toIdText(id) {
    return (0, hex_js_1.isHex)(id) && id.length % 2 === 0 ? id.toLowerCase() : '';
}
function toOptionalText(text) {
    return text ? text.toWellFormed() : undefined;
}
function toCount(count) {
    return count !== undefined && count > 0 ? count : 0;
}
//# sourceMappingURL=encode-spans.js.map
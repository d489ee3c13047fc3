import { addLink } from '../decoded-span.js';
import { MalformedBody } from '../decode-result.js';
import { createSpanCollector } from '../span-collector.js';
import { JsonCursor } from './cursor.js';
import { readAttributes } from './decode-value.js';
/**
 * Decodes a parsed OTLP/JSON request. Members that nobody knows, snake_case ones too, are ignored. A cursor of another
 * dialect reads ids and enums by its own rules.
 */
export function decodeSpansFromJson(value, cursor = new JsonCursor()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new MalformedBody('The body is not a valid OTLP/JSON request: an object with "resourceSpans" is expected.');
    }
    const collector = createSpanCollector();
    cursor.each(value, 'resourceSpans', (resourceSpans) => {
        readResourceSpans(cursor, resourceSpans, collector);
    });
    return collector.result();
}
function readResourceSpans(cursor, object, collector) {
    cursor.countMessage();
    const attributes = cursor.member(object, 'resource', (resource) => readAttributes(cursor, resource));
    collector.beginResource(attributes);
    collector.resource.schemaUrl = cursor.text(object, 'schemaUrl');
    cursor.each(object, 'scopeSpans', (scopeSpans) => {
        readScopeSpans(cursor, scopeSpans, collector);
    });
    collector.endResource();
}
function readScopeSpans(cursor, object, collector) {
    cursor.countMessage();
    const fields = collector.beginScope();
    fields.schemaUrl = cursor.text(object, 'schemaUrl');
    cursor.member(object, 'scope', (scope) => {
        fields.name = cursor.text(scope, 'name');
        fields.version = cursor.text(scope, 'version');
        if (scope['attributes'] !== undefined)
            fields.attributes = readAttributes(cursor, scope);
        fields.droppedAttributesCount = cursor.uint32(scope, 'droppedAttributesCount');
    });
    cursor.each(object, 'spans', (span) => {
        collector.addSpan(readSpan(cursor, span));
    });
}
function readSpan(cursor, object) {
    cursor.countMessage();
    const span = {
        traceId: cursor.id(object, 'traceId'),
        spanId: cursor.id(object, 'spanId'),
        parentSpanId: cursor.id(object, 'parentSpanId'),
        traceState: cursor.text(object, 'traceState'),
        name: cursor.text(object, 'name'),
        kind: cursor.enumValue(object, 'kind'),
        startTime: cursor.time(object, 'startTimeUnixNano'),
        endTime: cursor.time(object, 'endTimeUnixNano'),
        attributes: readAttributes(cursor, object),
        droppedAttributesCount: cursor.uint32(object, 'droppedAttributesCount'),
        events: [],
        droppedEventsCount: cursor.uint32(object, 'droppedEventsCount'),
        links: [],
        droppedLinksCount: cursor.uint32(object, 'droppedLinksCount'),
        statusCode: cursor.member(object, 'status', (status) => cursor.enumValue(status, 'code')) ?? 0,
        statusMessage: cursor.member(object, 'status', (status) => cursor.text(status, 'message')) ?? '',
        flags: cursor.uint32(object, 'flags'),
    };
    cursor.each(object, 'events', (event) => span.events.push(readEvent(cursor, event)));
    cursor.each(object, 'links', (link) => {
        addLink(span, readLink(cursor, link));
    });
    return span;
}
function readEvent(cursor, object) {
    cursor.countMessage();
    return {
        time: cursor.time(object, 'timeUnixNano'),
        name: cursor.text(object, 'name'),
        attributes: readAttributes(cursor, object),
        droppedAttributesCount: cursor.uint32(object, 'droppedAttributesCount'),
    };
}
function readLink(cursor, object) {
    cursor.countMessage();
    return {
        traceId: cursor.id(object, 'traceId'),
        spanId: cursor.id(object, 'spanId'),
        traceState: cursor.text(object, 'traceState'),
        attributes: readAttributes(cursor, object),
        droppedAttributesCount: cursor.uint32(object, 'droppedAttributesCount'),
        flags: cursor.uint32(object, 'flags'),
    };
}
//# sourceMappingURL=decode-spans.js.map
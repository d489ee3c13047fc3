"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.decodeJaegerJson = decodeJaegerJson;
exports.decodeJaegerValue = decodeJaegerValue;
const decoded_span_js_1 = require("../decoded-span.js");
const decode_result_js_1 = require("../decode-result.js");
const parse_body_js_1 = require("../json/parse-body.js");
const span_collector_js_1 = require("../span-collector.js");
const jaeger_cursor_js_1 = require("./jaeger-cursor.js");
const jaeger_tags_js_1 = require("./jaeger-tags.js");
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;
/** What Jaeger writes as the service of a resource that names none. */
const NO_SERVICE_NAME = 'OTLPResourceNoServiceName';
/**
 * Decodes Jaeger's legacy JSON: `{"data":[trace, …]}` as its `/api/traces` answers it, or one trace alone, as its page
 * lets users download it. Never throws. Limits and forms of values are those of `decodeTraces`.
 *
 * The format has no nanoseconds, no dropped counts, no schema URLs, no attributes of links and scopes; lists and maps
 * are JSON text in it. Tags that stand for fields of OTLP become those fields, `FOLLOWS_FROM` becomes a link.
 */
function decodeJaegerJson(body) {
    return (0, decode_result_js_1.orInvalid)(() => decodeTraceList((0, parse_body_js_1.parseJsonBody)(body)));
}
/** The same for JSON that has been parsed already. */
function decodeJaegerValue(value) {
    return (0, decode_result_js_1.orInvalid)(() => decodeTraceList(value));
}
function decodeTraceList(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new decode_result_js_1.MalformedBody('The body is not a valid Jaeger trace: an object with "data" or "spans" is expected.');
    }
    const cursor = new jaeger_cursor_js_1.JaegerCursor('Jaeger trace');
    const collector = (0, span_collector_js_1.createSpanCollector)();
    const answer = value;
    const read = (trace) => {
        readTrace(cursor, trace, collector);
    };
    if ('data' in answer)
        cursor.each(answer, 'data', read);
    else
        read(answer);
    return collector.result();
}
function readTrace(cursor, trace, collector) {
    const processes = readProcesses(cursor, trace);
    const groups = new Map();
    cursor.each(trace, 'spans', (span) => {
        const processId = cursor.text(span, 'processID');
        const group = groups.get(processId) ?? [];
        group.push(readSpan(cursor, span));
        groups.set(processId, group);
    });
    for (const [processId, spans] of groups) {
        collector.beginResource(processes.get(processId) ?? (0, decoded_span_js_1.createAttributes)());
        collectScopes(spans, collector);
        collector.endResource();
    }
}
function readProcesses(cursor, trace) {
    const processes = new Map();
    cursor.member(trace, 'processes', (table) => {
        for (const id of Object.keys(table))
            cursor.member(table, id, (process) => processes.set(id, readProcess(cursor, process)));
    });
    return processes;
}
function readProcess(cursor, process) {
    cursor.countMessage();
    const attributes = cursor.tags(process, 'tags');
    const service = cursor.text(process, 'serviceName');
    if (service !== '' && service !== NO_SERVICE_NAME)
        attributes['service.name'] = service;
    return attributes;
}
function collectScopes(spans, collector) {
    const scopes = new Map();
    for (const span of spans) {
        const key = JSON.stringify([span.scope.scopeName, span.scope.scopeVersion]);
        const scope = scopes.get(key) ?? [];
        scope.push(span);
        scopes.set(key, scope);
    }
    for (const members of scopes.values()) {
        const scope = collector.beginScope();
        scope.name = members[0]?.scope.scopeName ?? '';
        scope.version = members[0]?.scope.scopeVersion ?? '';
        for (const { fields } of members)
            collector.addSpan(fields);
    }
}
function readSpan(cursor, span) {
    cursor.countMessage();
    const attributes = cursor.tags(span, 'tags');
    const { scopeName, scopeVersion, ...tagFields } = (0, jaeger_tags_js_1.takeTagFields)(attributes);
    const fields = {
        ...(0, decoded_span_js_1.createSpanFields)(),
        ...tagFields,
        attributes,
        traceId: cursor.paddedId(span, 'traceID', TRACE_ID_DIGITS),
        spanId: cursor.paddedId(span, 'spanID', SPAN_ID_DIGITS),
        // Versions before references wrote the parent here; a reference read below replaces it.
        parentSpanId: cursor.paddedId(span, 'parentSpanID', SPAN_ID_DIGITS),
        name: cursor.text(span, 'operationName'),
        startTime: cursor.microsTime(span, 'startTime'),
        endTime: cursor.microsEnd(span, 'startTime', 'duration'),
        flags: cursor.uint32(span, 'flags'),
    };
    readReferences(cursor, span, fields);
    cursor.each(span, 'logs', (log) => fields.events.push(readLog(cursor, log)));
    return { fields, scope: { scopeName, scopeVersion } };
}
/** The first `CHILD_OF` within the trace is the parent; every other reference is a link. */
function readReferences(cursor, span, fields) {
    let hasParent = false;
    cursor.each(span, 'references', (reference) => {
        cursor.countMessage();
        const traceId = cursor.paddedId(reference, 'traceID', TRACE_ID_DIGITS);
        const spanId = cursor.paddedId(reference, 'spanID', SPAN_ID_DIGITS);
        if (!hasParent && cursor.text(reference, 'refType') === 'CHILD_OF' && traceId === fields.traceId) {
            hasParent = true;
            fields.parentSpanId = spanId;
        }
        else {
            (0, decoded_span_js_1.addLink)(fields, { ...(0, decoded_span_js_1.createLinkFields)(), traceId, spanId });
        }
    });
}
/** The field `event` of a log is the name of the event. */
function readLog(cursor, log) {
    cursor.countMessage();
    const attributes = cursor.tags(log, 'fields');
    const name = attributes['event'];
    delete attributes['event'];
    return {
        time: cursor.microsTime(log, 'timestamp'),
        name: typeof name === 'string' ? name : '',
        attributes,
        droppedAttributesCount: 0,
    };
}
//# sourceMappingURL=jaeger-json.js.map
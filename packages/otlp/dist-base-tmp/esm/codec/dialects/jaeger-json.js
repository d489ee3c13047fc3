import { addLink, createAttributes, createLinkFields, createSpanFields } from '../decoded-span.js';
import { MalformedBody, orInvalid } from '../decode-result.js';
import { parseJsonBody } from '../json/parse-body.js';
import { createSpanCollector } from '../span-collector.js';
import { JaegerCursor } from './jaeger-cursor.js';
import { takeTagFields } from './jaeger-tags.js';
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
export function decodeJaegerJson(body) {
    return orInvalid(() => decodeTraceList(parseJsonBody(body)));
}
/** The same for JSON that has been parsed already. */
export function decodeJaegerValue(value) {
    return orInvalid(() => decodeTraceList(value));
}
function decodeTraceList(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new MalformedBody('The body is not a valid Jaeger trace: an object with "data" or "spans" is expected.');
    }
    const cursor = new JaegerCursor('Jaeger trace');
    const collector = createSpanCollector();
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
        collector.beginResource(processes.get(processId) ?? createAttributes());
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
    const { scopeName, scopeVersion, ...tagFields } = takeTagFields(attributes);
    const fields = {
        ...createSpanFields(),
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
            addLink(fields, { ...createLinkFields(), traceId, spanId });
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
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createAttributes = createAttributes;
exports.createSpanFields = createSpanFields;
exports.createLinkFields = createLinkFields;
exports.addLink = addLink;
exports.toDecodedSpan = toDecodedSpan;
const api_1 = require("@opentelemetry/api");
const decoded_trace_state_js_1 = require("./decoded-trace-state.js");
const hex_js_1 = require("./hex.js");
const hr_time_js_1 = require("./hr-time.js");
const span_flags_js_1 = require("./span-flags.js");
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;
/** Attributes without a prototype: a key `__proto__` is a key like any other. */
function createAttributes() {
    return Object.create(null);
}
/** Fields of a span that nothing has been read for yet. */
function createSpanFields() {
    return {
        traceId: '',
        spanId: '',
        parentSpanId: '',
        traceState: '',
        name: '',
        kind: 0,
        startTime: [0, 0],
        endTime: [0, 0],
        attributes: createAttributes(),
        droppedAttributesCount: 0,
        events: [],
        droppedEventsCount: 0,
        links: [],
        droppedLinksCount: 0,
        statusCode: 0,
        statusMessage: '',
        flags: 0,
    };
}
/** Fields of a link that nothing has been read for yet. */
function createLinkFields() {
    return {
        traceId: '',
        spanId: '',
        traceState: '',
        attributes: createAttributes(),
        droppedAttributesCount: 0,
        flags: 0,
    };
}
/**
 * Adds a link to its span. A link whose ids have a wrong length cannot be kept; it is left out and counted in the
 * span's `droppedLinksCount`, because losing the span for it would lose more. Zero ids are allowed in links.
 */
function addLink(span, link) {
    if (link.traceId.length !== TRACE_ID_DIGITS || link.spanId.length !== SPAN_ID_DIGITS) {
        span.droppedLinksCount++;
        return;
    }
    span.links.push({
        context: toContext(link.traceId, link.spanId, link),
        attributes: link.attributes,
        droppedAttributesCount: link.droppedAttributesCount,
    });
}
/** The span that the fields describe, or why it is rejected. */
function toDecodedSpan(fields, place) {
    const rejected = findInvalidId(fields, place);
    return rejected === undefined ? { span: toSpan(fields, place) } : { rejected };
}
function findInvalidId(fields, place) {
    const trace = idFault(fields.traceId, TRACE_ID_DIGITS);
    if (trace !== undefined)
        return toRejected('invalid-trace-id', `The trace id ${trace}`, place);
    const span = idFault(fields.spanId, SPAN_ID_DIGITS);
    if (span !== undefined)
        return toRejected('invalid-span-id', `The span id ${span}`, place);
    const { parentSpanId } = fields;
    // Some senders write a root's missing parent as eight zero bytes.
    if (parentSpanId.length === SPAN_ID_DIGITS || (0, hex_js_1.isZeroId)(parentSpanId))
        return undefined;
    const parent = idFault(parentSpanId, SPAN_ID_DIGITS) ?? '';
    return toRejected('invalid-parent-span-id', `The parent span id ${parent}`, place);
}
function toRejected(reason, what, place) {
    return { reason, detail: `${what} (span ${place.ordinal} of the request).` };
}
function idFault(id, digits) {
    if (id.length === 0)
        return 'is empty';
    if (id.length !== digits)
        return `does not have ${digits / 2} bytes`;
    return (0, hex_js_1.isZeroId)(id) ? 'is all zeros' : undefined;
}
function toSpan(fields, place) {
    const context = toContext(fields.traceId, fields.spanId, { traceState: fields.traceState, flags: 0 }, fields.flags);
    return Object.freeze({
        name: fields.name,
        kind: toSpanKind(fields.kind),
        spanContext: () => context,
        ...((0, hex_js_1.isZeroId)(fields.parentSpanId) ? {} : { parentSpanContext: toParentContext(fields) }),
        startTime: fields.startTime,
        endTime: fields.endTime,
        duration: (0, hr_time_js_1.durationBetween)(fields.startTime, fields.endTime),
        ended: true,
        status: toStatus(fields),
        attributes: fields.attributes,
        links: fields.links,
        events: fields.events,
        resource: place.resource,
        instrumentationScope: place.scope,
        droppedAttributesCount: fields.droppedAttributesCount,
        droppedEventsCount: fields.droppedEventsCount,
        droppedLinksCount: fields.droppedLinksCount,
    });
}
function toContext(traceId, spanId, source, traceFlags = source.flags) {
    const isRemote = (0, span_flags_js_1.isRemoteOf)(source.flags);
    return {
        traceId,
        spanId,
        traceFlags: (0, span_flags_js_1.traceFlagsOf)(traceFlags),
        ...(isRemote === undefined ? {} : { isRemote }),
        ...(source.traceState === '' ? {} : { traceState: (0, decoded_trace_state_js_1.createDecodedTraceState)(source.traceState) }),
    };
}
/** The bits about "remote" in a span's flags are about its parent. The parent's own trace flags are not on the wire. */
function toParentContext(fields) {
    return toContext(fields.traceId, fields.parentSpanId, { traceState: '', flags: fields.flags });
}
/** The SDK's kinds at OTLP's numbers; OTLP keeps 0 for "unspecified", which a receiver may read as internal. */
const SPAN_KINDS = [
    api_1.SpanKind.INTERNAL,
    api_1.SpanKind.INTERNAL,
    api_1.SpanKind.SERVER,
    api_1.SpanKind.CLIENT,
    api_1.SpanKind.PRODUCER,
    api_1.SpanKind.CONSUMER,
];
const STATUS_CODES = [api_1.SpanStatusCode.UNSET, api_1.SpanStatusCode.OK, api_1.SpanStatusCode.ERROR];
/** Numbers that a later version of OTLP may add are read as internal. */
function toSpanKind(kind) {
    return SPAN_KINDS[kind] ?? api_1.SpanKind.INTERNAL;
}
function toStatus(fields) {
    const code = STATUS_CODES[fields.statusCode] ?? api_1.SpanStatusCode.UNSET;
    return fields.statusMessage === '' ? { code } : { code, message: fields.statusMessage };
}
//# sourceMappingURL=decoded-span.js.map
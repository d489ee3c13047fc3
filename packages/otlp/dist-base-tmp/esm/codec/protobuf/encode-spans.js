import { groupSpans } from '../group-spans.js';
import { toSpanFlags } from '../span-flags.js';
import { writeAttributes } from './any-value.js';
import { ProtobufWriter } from './writer.js';
/** Bytes kept free for the length of a message: two hold 16 KiB, three hold 2 MiB. A wrong guess costs a move. */
const SPAN_LENGTH_SIZE = 2;
const GROUP_LENGTH_SIZE = 3;
/** The one writer of the process. Encoding is synchronous, so nobody else can need it, except from inside a getter. */
const sharedWriter = new ProtobufWriter();
let isSharedWriterBusy = false;
/** Encodes spans as the body of an ExportTraceServiceRequest; no spans give no bytes. */
export function encodeSpansAsProtobuf(spans) {
    if (isSharedWriterBusy)
        return writeRequest(new ProtobufWriter(), spans);
    isSharedWriterBusy = true;
    try {
        return writeRequest(sharedWriter, spans);
    }
    finally {
        isSharedWriterBusy = false;
        sharedWriter.reset();
    }
}
/**
 * Hands the bytes of one span, as the field of its scope that it is in a request, to `take`, and answers what that
 * does. The bytes are only valid until `take` returns: they lie in the buffer that the next call uses.
 */
export function writeSpanField(span, take) {
    const isShared = !isSharedWriterBusy;
    const writer = isShared ? sharedWriter : new ProtobufWriter();
    isSharedWriterBusy = true;
    try {
        writeSpan(writer, span);
        return take(writer.buffer.subarray(0, writer.position));
    }
    finally {
        if (isShared) {
            isSharedWriterBusy = false;
            writer.reset();
        }
    }
}
function writeRequest(writer, spans) {
    for (const group of groupSpans(spans, { resourceKey, scopeKey }))
        writeResourceSpans(writer, group);
    return writer.finish();
}
function writeResourceSpans(writer, group) {
    const body = writer.beginMessage(0x0a, GROUP_LENGTH_SIZE); // TracesData.resource_spans = 1
    writeResource(writer, group.resource);
    for (const scope of group.scopes)
        writeScopeSpans(writer, scope);
    writeOptionalText(writer, 0x1a, group.resource.schemaUrl); // schema_url = 3
    writer.endMessage(body, GROUP_LENGTH_SIZE);
}
function writeScopeSpans(writer, group) {
    const body = writer.beginMessage(0x12, GROUP_LENGTH_SIZE); // ResourceSpans.scope_spans = 2
    writeScope(writer, group.scope);
    for (const span of group.spans)
        writeSpan(writer, span);
    writeOptionalText(writer, 0x1a, group.scope.schemaUrl); // schema_url = 3
    writer.endMessage(body, GROUP_LENGTH_SIZE);
}
function writeResource(writer, resource) {
    const body = writer.beginMessage(0x0a, 1); // ResourceSpans.resource = 1
    writeAttributes(writer, 0x0a, resource.attributes); // attributes = 1
    writeCount(writer, 0x10, 0); // dropped_attributes_count = 2; the SDK does not keep one for resources
    writer.endMessage(body, 1);
}
function writeScope(writer, scope) {
    const body = writer.beginMessage(0x0a, 1); // ScopeSpans.scope = 1
    writer.text(0x0a, scope.name); // name = 1
    writeOptionalText(writer, 0x12, scope.version); // version = 2
    if (scope.attributes !== undefined)
        writeAttributes(writer, 0x1a, scope.attributes); // attributes = 3
    if (scope.droppedAttributesCount)
        writeCount(writer, 0x20, scope.droppedAttributesCount); // dropped_… = 4
    writer.endMessage(body, 1);
}
function writeSpan(writer, span) {
    const context = span.spanContext();
    const parent = span.parentSpanContext;
    const body = writer.beginMessage(0x12, SPAN_LENGTH_SIZE); // ScopeSpans.spans = 2
    writer.hexId(0x0a, context.traceId); // trace_id = 1
    writer.hexId(0x12, context.spanId); // span_id = 2
    writeOptionalText(writer, 0x1a, context.traceState?.serialize()); // trace_state = 3
    if (parent?.spanId)
        writer.hexId(0x22, parent.spanId); // parent_span_id = 4
    writer.text(0x2a, span.name); // name = 5
    writeCount(writer, 0x30, span.kind + 1); // kind = 6; OTLP keeps 0 for "unspecified"
    writer.time(0x39, span.startTime); // start_time_unix_nano = 7
    writer.time(0x41, span.endTime); // end_time_unix_nano = 8
    writeAttributes(writer, 0x4a, span.attributes); // attributes = 9
    writeCount(writer, 0x50, span.droppedAttributesCount); // dropped_attributes_count = 10
    for (const event of span.events)
        writeEvent(writer, event);
    writeCount(writer, 0x60, span.droppedEventsCount); // dropped_events_count = 12
    for (const link of span.links)
        writeLink(writer, link);
    writeCount(writer, 0x70, span.droppedLinksCount); // dropped_links_count = 14
    writeStatus(writer, span.status);
    writer.fixed32(0x85, toSpanFlags(context.traceFlags, parent?.isRemote)); // flags = 16
    writer.endMessage(body, SPAN_LENGTH_SIZE);
}
function writeEvent(writer, event) {
    const body = writer.beginMessage(0x5a, 1); // Span.events = 11
    writeEventFields(writer, event);
    writer.endMessage(body, 1);
}
function writeEventFields(writer, event) {
    writer.time(0x09, event.time); // time_unix_nano = 1
    writer.text(0x12, event.name); // name = 2
    if (event.attributes !== undefined)
        writeAttributes(writer, 0x1a, event.attributes); // attributes = 3
    writeCount(writer, 0x20, event.droppedAttributesCount); // dropped_attributes_count = 4
}
/**
 * One event of a span as the bytes of its OTLP message, without tag and length: what the id of a record that came late
 * is derived from.
 */
export function encodeSpanEvent(event) {
    const writer = new ProtobufWriter(1_024);
    writeEventFields(writer, event);
    return writer.finish();
}
function writeLink(writer, link) {
    const { context } = link;
    const body = writer.beginMessage(0x6a, 1); // Span.links = 13
    writer.hexId(0x0a, context.traceId); // trace_id = 1
    writer.hexId(0x12, context.spanId); // span_id = 2
    writeOptionalText(writer, 0x1a, context.traceState?.serialize()); // trace_state = 3
    if (link.attributes !== undefined)
        writeAttributes(writer, 0x22, link.attributes); // attributes = 4
    writeCount(writer, 0x28, link.droppedAttributesCount); // dropped_attributes_count = 5
    writer.fixed32(0x35, toSpanFlags(context.traceFlags, context.isRemote)); // flags = 6
    writer.endMessage(body, 1);
}
function writeStatus(writer, status) {
    const body = writer.beginMessage(0x7a, 1); // Span.status = 15
    writeOptionalText(writer, 0x12, status.message); // message = 2
    writeCount(writer, 0x18, status.code); // code = 3
    writer.endMessage(body, 1);
}
function writeOptionalText(writer, tag, text) {
    if (text)
        writer.text(tag, text);
}
/** Counts and enums are written even when they are 0, as the official serialiser does. */
function writeCount(writer, tag, count) {
    writer.byte(tag);
    writer.varint(count !== undefined && count > 0 ? count : 0);
}
const keyWriter = new ProtobufWriter(1_024);
/** The content of a resource as a text of its bytes: equal resources have equal texts. */
function resourceKey(resource) {
    return contentKey(() => {
        writeResource(keyWriter, resource);
        writeOptionalText(keyWriter, 0x1a, resource.schemaUrl);
    });
}
function scopeKey(scope) {
    return contentKey(() => {
        writeScope(keyWriter, scope);
        writeOptionalText(keyWriter, 0x1a, scope.schemaUrl);
    });
}
function contentKey(write) {
    keyWriter.reset();
    write();
    let key = '';
    for (let index = 0; index < keyWriter.position; index++)
        key += String.fromCharCode(keyWriter.buffer[index] ?? 0);
    return key;
}
//# sourceMappingURL=encode-spans.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.decodeSpansFromProtobuf = decodeSpansFromProtobuf;
const decoded_span_js_1 = require("../decoded-span.js");
const hex_js_1 = require("../hex.js");
const hr_time_js_1 = require("../hr-time.js");
const decoded_span_js_2 = require("../decoded-span.js");
const span_collector_js_1 = require("../span-collector.js");
const decode_value_js_1 = require("./decode-value.js");
const reader_js_1 = require("./reader.js");
const request_reader_js_1 = require("./request-reader.js");
/** No id has more bytes; a longer one is cut here, which keeps its length wrong. */
const ID_BYTES_KEPT = 17;
/** Decodes the protobuf body of an ExportTraceServiceRequest. Raises `MalformedBody`. */
function decodeSpansFromProtobuf(body) {
    const reader = new request_reader_js_1.RequestReader(body);
    const collector = (0, span_collector_js_1.createSpanCollector)();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            readResourceSpans(reader, collector);
        else
            reader.skip(tag);
    }
    return collector.result();
}
function readResourceSpans(reader, collector) {
    reader.countMessage();
    collector.beginResource();
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            readResource(reader, collector);
        else if (tag === 0x12)
            readScopeSpans(reader, collector);
        else if (tag === 0x1a)
            collector.resource.schemaUrl = reader.text();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    collector.endResource();
}
function readResource(reader, collector) {
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            (0, decode_value_js_1.readAttribute)(reader, collector.resource.attributes);
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
}
function readScopeSpans(reader, collector) {
    reader.countMessage();
    const scope = collector.beginScope();
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            readScope(reader, scope);
        else if (tag === 0x12)
            collector.addSpan(readSpan(reader));
        else if (tag === 0x1a)
            scope.schemaUrl = reader.text();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
}
function readScope(reader, scope) {
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            scope.name = reader.text();
        else if (tag === 0x12)
            scope.version = reader.text();
        else if (tag === 0x1a)
            (0, decode_value_js_1.readAttribute)(reader, (scope.attributes ??= (0, decoded_span_js_1.createAttributes)()));
        else if (tag === 0x20)
            scope.droppedAttributesCount = reader.uint32();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
}
function readSpan(reader) {
    reader.countMessage();
    const span = (0, decoded_span_js_1.createSpanFields)();
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (!readSpanField(reader, tag, span) && !readSpanCount(reader, tag, span))
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    return span;
}
function readSpanField(reader, tag, span) {
    switch (tag) {
        case 0x0a:
            span.traceId = readId(reader);
            return true;
        case 0x12:
            span.spanId = readId(reader);
            return true;
        case 0x1a:
            span.traceState = reader.text();
            return true;
        case 0x22:
            span.parentSpanId = readId(reader);
            return true;
        case 0x2a:
            span.name = reader.text();
            return true;
        case 0x39:
            span.startTime = readTime(reader);
            return true;
        case 0x41:
            span.endTime = readTime(reader);
            return true;
        case 0x4a:
            (0, decode_value_js_1.readAttribute)(reader, span.attributes);
            return true;
        case 0x5a:
            span.events.push(readEvent(reader));
            return true;
        case 0x6a:
            (0, decoded_span_js_2.addLink)(span, readLink(reader));
            return true;
        default:
            return false;
    }
}
function readSpanCount(reader, tag, span) {
    switch (tag) {
        case 0x30:
            span.kind = reader.uint32();
            return true;
        case 0x50:
            span.droppedAttributesCount = reader.uint32();
            return true;
        case 0x60:
            span.droppedEventsCount = reader.uint32();
            return true;
        case 0x70:
            // Links that were left out while reading are counted here too; this field comes behind them.
            span.droppedLinksCount += reader.uint32();
            return true;
        case 0x7a:
            readStatus(reader, span);
            return true;
        case 0x85:
            span.flags = reader.fixed32();
            return true;
        default:
            return false;
    }
}
function readEvent(reader) {
    reader.countMessage();
    const attributes = (0, decoded_span_js_1.createAttributes)();
    const event = { time: [0, 0], name: '', attributes, droppedAttributesCount: 0 };
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x09)
            event.time = readTime(reader);
        else if (tag === 0x12)
            event.name = reader.text();
        else if (tag === 0x1a)
            (0, decode_value_js_1.readAttribute)(reader, attributes);
        else if (tag === 0x20)
            event.droppedAttributesCount = reader.uint32();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    return event;
}
function readLink(reader) {
    reader.countMessage();
    const link = (0, decoded_span_js_1.createLinkFields)();
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            link.traceId = readId(reader);
        else if (tag === 0x12)
            link.spanId = readId(reader);
        else if (tag === 0x1a)
            link.traceState = reader.text();
        else if (tag === 0x22)
            (0, decode_value_js_1.readAttribute)(reader, link.attributes);
        else if (tag === 0x28)
            link.droppedAttributesCount = reader.uint32();
        else if (tag === 0x35)
            link.flags = reader.fixed32();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    return link;
}
function readStatus(reader, span) {
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== reader_js_1.END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x12)
            span.statusMessage = reader.text();
        else if (tag === 0x18)
            span.statusCode = reader.uint32();
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
}
function readTime(reader) {
    const low = reader.fixed64();
    return (0, hr_time_js_1.hrTimeFromFixed64)(low, reader.upperHalf());
}
function readId(reader) {
    const bytes = reader.bytesValue();
    return (0, hex_js_1.toHex)(bytes, 0, Math.min(bytes.length, ID_BYTES_KEPT));
}
//# sourceMappingURL=decode-spans.js.map
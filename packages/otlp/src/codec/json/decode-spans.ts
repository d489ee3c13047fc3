import type { TimedEvent } from '@opentelemetry/sdk-trace';
import { addLink, type LinkFields, type SpanFields } from '../decoded-span.js';
import type { DecodeTracesResult } from '../decode-result.js';
import { createSpanCollector } from '../span-collector.js';
import { JsonCursor, type JsonObject } from './cursor.js';
import { readJsonRequest, type RequestShape } from './decode-request.js';
import { readAttributes } from './decode-value.js';

const SHAPE: RequestShape<SpanFields> = {
  resources: 'resourceSpans',
  scopes: 'scopeSpans',
  items: 'spans',
  readItem: readSpan,
};

/** Decodes a parsed OTLP/JSON request. A cursor of another dialect reads ids and enums by its own rules. */
export function decodeSpansFromJson(value: unknown, cursor = new JsonCursor()): DecodeTracesResult {
  const collector = createSpanCollector();
  readJsonRequest(value, cursor, { shape: SHAPE, collector: collector.request });
  return collector.result();
}

function readSpan(cursor: JsonCursor, object: JsonObject): SpanFields {
  cursor.countMessage();
  const span: SpanFields = {
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

function readEvent(cursor: JsonCursor, object: JsonObject): TimedEvent {
  cursor.countMessage();
  return {
    time: cursor.time(object, 'timeUnixNano'),
    name: cursor.text(object, 'name'),
    attributes: readAttributes(cursor, object),
    droppedAttributesCount: cursor.uint32(object, 'droppedAttributesCount'),
  };
}

function readLink(cursor: JsonCursor, object: JsonObject): LinkFields {
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

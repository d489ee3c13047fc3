import type { TimedEvent } from '@opentelemetry/sdk-trace';
import type { DecodeTracesResult } from '../decode-result.js';
import {
  addLink,
  createAttributes,
  createLinkFields,
  createSpanFields,
  type LinkFields,
  type SpanFields,
} from '../decoded-span.js';
import { createSpanCollector } from '../span-collector.js';
import { readId, readRequest, readTime } from './decode-request.js';
import { readAttribute } from './decode-value.js';
import { END_OF_MESSAGE } from './reader.js';
import type { RequestReader } from './request-reader.js';

/** Decodes the protobuf body of an ExportTraceServiceRequest. Raises `MalformedBody`. */
export function decodeSpansFromProtobuf(body: Uint8Array): DecodeTracesResult {
  const collector = createSpanCollector();
  readRequest(body, collector.request, readSpan);
  return collector.result();
}

function readSpan(reader: RequestReader): SpanFields {
  reader.countMessage();
  const span = createSpanFields();
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (!readSpanField(reader, tag, span) && !readSpanCount(reader, tag, span)) reader.skip(tag);
  }
  reader.leaveMessage(outer);
  return span;
}

function readSpanField(reader: RequestReader, tag: number, span: SpanFields): boolean {
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
      readAttribute(reader, span.attributes);
      return true;
    case 0x5a:
      span.events.push(readEvent(reader));
      return true;
    case 0x6a:
      addLink(span, readLink(reader));
      return true;
    default:
      return false;
  }
}

function readSpanCount(reader: RequestReader, tag: number, span: SpanFields): boolean {
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

function readEvent(reader: RequestReader): TimedEvent {
  reader.countMessage();
  const attributes = createAttributes();
  const event: TimedEvent = { time: [0, 0], name: '', attributes, droppedAttributesCount: 0 };
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x09) event.time = readTime(reader);
    else if (tag === 0x12) event.name = reader.text();
    else if (tag === 0x1a) readAttribute(reader, attributes);
    else if (tag === 0x20) event.droppedAttributesCount = reader.uint32();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
  return event;
}

function readLink(reader: RequestReader): LinkFields {
  reader.countMessage();
  const link = createLinkFields();
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) link.traceId = readId(reader);
    else if (tag === 0x12) link.spanId = readId(reader);
    else if (tag === 0x1a) link.traceState = reader.text();
    else if (tag === 0x22) readAttribute(reader, link.attributes);
    else if (tag === 0x28) link.droppedAttributesCount = reader.uint32();
    else if (tag === 0x35) link.flags = reader.fixed32();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
  return link;
}

function readStatus(reader: RequestReader, span: SpanFields): void {
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x12) span.statusMessage = reader.text();
    else if (tag === 0x18) span.statusCode = reader.uint32();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
}

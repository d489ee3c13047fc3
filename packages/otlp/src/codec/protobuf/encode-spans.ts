import type { Link, SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { toSpanFlags } from '../span-flags.js';
import { writeAttributes } from './any-value.js';
import { encodeRequest, withWriter } from './encode-request.js';
import { writeCount, writeOptionalText } from './home-fields.js';
import { ProtobufWriter } from './writer.js';

/** Bytes kept free for the length of a message: two hold 16 KiB. A wrong guess costs a move. */
const SPAN_LENGTH_SIZE = 2;

/** Encodes spans as the body of an ExportTraceServiceRequest; no spans give no bytes. */
export function encodeSpansAsProtobuf(spans: readonly ReadableSpan[]): Uint8Array {
  return encodeRequest(spans, writeSpan);
}

/**
 * Hands the bytes of one span, as the field of its scope that it is in a request, to `take`, and answers what that
 * does. The bytes are only valid until `take` returns: they lie in the buffer that the next call uses.
 */
export function writeSpanField<Result>(span: ReadableSpan, take: (field: Uint8Array) => Result): Result {
  return withWriter((writer) => {
    writeSpan(writer, span);
    return take(writer.buffer.subarray(0, writer.position));
  });
}

function writeSpan(writer: ProtobufWriter, span: ReadableSpan): void {
  const context = span.spanContext();
  const parent = span.parentSpanContext;
  const body = writer.beginMessage(0x12, SPAN_LENGTH_SIZE); // ScopeSpans.spans = 2
  writer.hexId(0x0a, context.traceId); // trace_id = 1
  writer.hexId(0x12, context.spanId); // span_id = 2
  writeOptionalText(writer, 0x1a, context.traceState?.serialize()); // trace_state = 3
  if (parent?.spanId) writer.hexId(0x22, parent.spanId); // parent_span_id = 4
  writer.text(0x2a, span.name); // name = 5
  writeCount(writer, 0x30, span.kind + 1); // kind = 6; OTLP keeps 0 for "unspecified"
  writer.time(0x39, span.startTime); // start_time_unix_nano = 7
  writer.time(0x41, span.endTime); // end_time_unix_nano = 8
  writeAttributes(writer, 0x4a, span.attributes); // attributes = 9
  writeCount(writer, 0x50, span.droppedAttributesCount); // dropped_attributes_count = 10
  for (const event of span.events) writeEvent(writer, event);
  writeCount(writer, 0x60, span.droppedEventsCount); // dropped_events_count = 12
  for (const link of span.links) writeLink(writer, link);
  writeCount(writer, 0x70, span.droppedLinksCount); // dropped_links_count = 14
  writeStatus(writer, span.status);
  writer.fixed32(0x85, toSpanFlags(context.traceFlags, parent?.isRemote)); // flags = 16
  writer.endMessage(body, SPAN_LENGTH_SIZE);
}

function writeEvent(writer: ProtobufWriter, event: TimedEvent): void {
  const body = writer.beginMessage(0x5a, 1); // Span.events = 11
  writeEventFields(writer, event);
  writer.endMessage(body, 1);
}

function writeEventFields(writer: ProtobufWriter, event: TimedEvent): void {
  writer.time(0x09, event.time); // time_unix_nano = 1
  writer.text(0x12, event.name); // name = 2
  if (event.attributes !== undefined) writeAttributes(writer, 0x1a, event.attributes); // attributes = 3
  writeCount(writer, 0x20, event.droppedAttributesCount); // dropped_attributes_count = 4
}

/**
 * One event of a span as the bytes of its OTLP message, without tag and length: what the id of a record that came late
 * is derived from.
 */
export function encodeSpanEvent(event: TimedEvent): Uint8Array {
  const writer = new ProtobufWriter(1_024);
  writeEventFields(writer, event);
  return writer.finish();
}

function writeLink(writer: ProtobufWriter, link: Link): void {
  const { context } = link;
  const body = writer.beginMessage(0x6a, 1); // Span.links = 13
  writer.hexId(0x0a, context.traceId); // trace_id = 1
  writer.hexId(0x12, context.spanId); // span_id = 2
  writeOptionalText(writer, 0x1a, context.traceState?.serialize()); // trace_state = 3
  if (link.attributes !== undefined) writeAttributes(writer, 0x22, link.attributes); // attributes = 4
  writeCount(writer, 0x28, link.droppedAttributesCount); // dropped_attributes_count = 5
  writer.fixed32(0x35, toSpanFlags(context.traceFlags, context.isRemote)); // flags = 6
  writer.endMessage(body, 1);
}

function writeStatus(writer: ProtobufWriter, status: SpanStatus): void {
  const body = writer.beginMessage(0x7a, 1); // Span.status = 15
  writeOptionalText(writer, 0x12, status.message); // message = 2
  writeCount(writer, 0x18, status.code); // code = 3
  writer.endMessage(body, 1);
}

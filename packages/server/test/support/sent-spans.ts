import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createAnchor, createDerivedSpan, createMarker, deriveRoleSpanId, type StartedSpan } from '@spanbridge/core';
import type { LogRecord } from '@spanbridge/otlp';
import { encodeTraces } from '@spanbridge/otlp';

/** What the start of a span says. */
export function startedSpan(span: ReadableSpan): StartedSpan {
  return {
    context: span.spanContext(),
    parentContext: span.parentSpanContext,
    name: span.name,
    kind: span.kind,
    startTime: span.startTime,
    attributes: {},
    droppedAttributesCount: 0,
    links: span.links,
    droppedLinksCount: 0,
    resource: span.resource,
    scope: span.instrumentationScope,
  };
}

export function markerOf(span: ReadableSpan): ReadableSpan {
  return createMarker(startedSpan(span));
}

export function anchorOf(span: ReadableSpan): ReadableSpan {
  return createAnchor(startedSpan(span));
}

export function completionOf(span: ReadableSpan): ReadableSpan {
  const { traceId, spanId } = span.spanContext();
  return createDerivedSpan(startedSpan(span), {
    spanId: deriveRoleSpanId(traceId, spanId, 'end'),
    parentContext: span.spanContext(),
    endTime: span.endTime,
    attributes: { ...span.attributes, 'spanbridge.span.phase': 'completion' },
    status: span.status,
    events: span.events,
  });
}

/** A heartbeat or stop, with its body in either encoding that the protocol knows. */
export function beatRecord(
  span: ReadableSpan,
  event: 'heartbeat' | 'stop',
  { atSeconds, type }: { readonly atSeconds: number; readonly type: 'json/v1' | 'proto' },
): LogRecord {
  const open: ReadableSpan = event === 'stop' ? span : { ...span, endTime: [0, 0] };
  const body = encodeTraces([open], type === 'proto' ? 'protobuf' : 'json');
  return {
    hrTime: [atSeconds, 0],
    hrTimeObserved: [atSeconds, 0],
    spanContext: span.spanContext(),
    severityNumber: 9,
    severityText: 'INFO',
    body: type === 'proto' ? Buffer.from(body).toString('base64') : Buffer.from(body).toString(),
    attributes: {
      'partial.event': event,
      ...(event === 'heartbeat' ? { 'partial.frequency': '5000ms' } : {}),
      ...(type === 'proto' ? {} : { 'partial.body.type': type }),
    },
    droppedAttributesCount: 0,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

/** An event of a span as a log record. */
export function eventRecord(span: ReadableSpan, eventName: string, atSeconds: number): LogRecord {
  return {
    hrTime: [atSeconds, 0],
    hrTimeObserved: [atSeconds, 0],
    spanContext: span.spanContext(),
    eventName,
    attributes: { k: 1 },
    droppedAttributesCount: 0,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

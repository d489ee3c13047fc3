import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createAnchor, createDerivedSpan, createMarker, deriveRoleSpanId, type StartedSpan } from '@spanbridge/core';
import { makeSpan, SAMPLE_TRACE_ID, type SpanSketch } from './make-span.js';

/** What the start of a span says: its events, status and later attributes are not known yet. */
export function started(real: ReadableSpan, attributes: Attributes = {}): StartedSpan {
  return {
    context: real.spanContext(),
    parentContext: real.parentSpanContext,
    name: real.name,
    kind: real.kind,
    startTime: real.startTime,
    attributes,
    droppedAttributesCount: 0,
    links: real.links,
    droppedLinksCount: 0,
    resource: real.resource,
    scope: real.instrumentationScope,
  };
}

export function marker(real: ReadableSpan): ReadableSpan {
  return createMarker(started(real));
}

export function anchor(real: ReadableSpan): ReadableSpan {
  return createAnchor(started(real));
}

/** The end of an anchored span, or of one that left unfinished. */
export function completion(real: ReadableSpan, options: { readonly isLinked?: boolean } = {}): ReadableSpan {
  const { traceId, spanId } = real.spanContext();
  return createDerivedSpan(started(real), {
    spanId: deriveRoleSpanId(traceId, spanId, 'end'),
    parentContext: real.spanContext(),
    endTime: real.endTime,
    attributes: { ...real.attributes, 'spanbridge.span.phase': 'completion' },
    status: real.status,
    events: real.events,
    ...(options.isLinked === true ? { links: [{ context: real.spanContext() }] } : {}),
  });
}

/** A span that was closed by somebody else: under its own id, or beside its anchor. */
export function unfinished(sketch: SpanSketch, as: 'own id' | 'beside its anchor' = 'own id'): ReadableSpan {
  const closed = { 'partial.gc': true, 'spanbridge.end.cause': 'flushed' };
  const real = makeSpan({ ...sketch, attributes: { ...sketch.attributes, ...closed } });
  if (as === 'own id') return real;
  return createDerivedSpan(started(real), {
    spanId: deriveRoleSpanId(SAMPLE_TRACE_ID, sketch.spanId, 'unfinished'),
    parentContext: real.spanContext(),
    endTime: real.endTime,
    attributes: { ...real.attributes, 'spanbridge.span.phase': 'unfinished' },
    events: real.events,
  });
}

/** A record that came after its span had left. */
export function late(real: ReadableSpan, event: { readonly name: string; readonly atMs: number }): ReadableSpan {
  const { traceId, spanId } = real.spanContext();
  const content = new TextEncoder().encode(`${event.name} ${event.atMs}`);
  return makeSpan({
    ...{ spanId: deriveRoleSpanId(traceId, spanId, 'late', content), parentSpanId: spanId },
    ...{ name: event.name, startMs: event.atMs },
    attributes: { 'spanbridge.span.phase': 'late' },
  });
}

/** A heartbeat or a stop as a receiver of logs keeps it: the span as it was then, its end the time of the record. */
export function beat(sketch: SpanSketch, event: 'heartbeat' | 'stop' = 'heartbeat'): ReadableSpan {
  const frequency = event === 'heartbeat' ? { 'partial.frequency': '5000ms' } : {};
  return makeSpan({ ...sketch, attributes: { ...sketch.attributes, 'partial.event': event, ...frequency } });
}

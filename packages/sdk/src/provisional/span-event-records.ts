import type { HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { EXCEPTION_EVENT_NAME } from '@spanbridge/core';
import type { LogRecord } from '@spanbridge/otlp';

/** Where span events go: into their span, into log records of their own, or both. */
export const EVENT_TARGETS = ['spans', 'logs', 'both'] as const;

/** One of {@link EVENT_TARGETS}. */
export type EventTarget = (typeof EVENT_TARGETS)[number];

/** Severities of OTLP: an exception is an error, any other event says that something happened. */
const ERROR = { severityNumber: 17, severityText: 'ERROR' } as const;
const INFO = { severityNumber: 9, severityText: 'INFO' } as const;

/**
 * The events of a span as log records, in their order: what the conventions call events, with the span's ids, resource
 * and scope. The time of observation is that of the event, so that the same span always gives the same records.
 *
 * @param told - how many events of the span, the dropped ones included, have been told before; those are left out
 */
export function toEventRecords(span: ReadableSpan, told = 0): readonly LogRecord[] {
  const left = Math.max(told - span.droppedEventsCount, 0);
  return span.events.slice(left).map((event) => toEventRecord(span, event));
}

function toEventRecord(span: ReadableSpan, event: ReadableSpan['events'][number]): LogRecord {
  const hrTime: HrTime = event.time;
  return {
    hrTime,
    hrTimeObserved: hrTime,
    spanContext: span.spanContext(),
    ...(event.name === EXCEPTION_EVENT_NAME ? ERROR : INFO),
    eventName: event.name,
    attributes: event.attributes ?? {},
    droppedAttributesCount: event.droppedAttributesCount ?? 0,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

/** The span without its events, frozen; itself when it has none. What was dropped of them stays counted. */
export function withoutEvents(span: ReadableSpan): ReadableSpan {
  if (span.events.length === 0) return span;
  const context = span.spanContext();
  const copy = {
    name: span.name,
    kind: span.kind,
    spanContext: () => context,
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: span.status,
    attributes: span.attributes,
    droppedAttributesCount: span.droppedAttributesCount,
    events: [],
    droppedEventsCount: span.droppedEventsCount,
    links: span.links,
    droppedLinksCount: span.droppedLinksCount,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
  const { parentSpanContext } = span;
  return Object.freeze(parentSpanContext === undefined ? copy : Object.assign(copy, { parentSpanContext }));
}

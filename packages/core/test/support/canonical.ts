import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Attributes as pairs, so that their order counts, and -0 differs from 0. */
function pairs(attributes: Attributes): readonly unknown[] {
  return Object.entries(attributes).map(([key, value]) => [key, exact(value)]);
}

function exact(value: AttributeValue | undefined): unknown {
  if (Object.is(value, -0)) return 'number -0';
  return Array.isArray(value) ? value.map((item) => exact(item ?? undefined)) : value;
}

/** One text for one span: everything that an exporter can see, in the order in which it sees it. */
export function canonical(span: ReadableSpan): string {
  return JSON.stringify({
    context: span.spanContext(),
    parent: span.parentSpanContext,
    name: span.name,
    kind: span.kind,
    times: [span.startTime, span.endTime, span.duration],
    ended: span.ended,
    status: span.status,
    attributes: pairs(span.attributes),
    events: span.events.map((event) => ({ ...event, attributes: pairs(event.attributes ?? {}) })),
    links: span.links,
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
    resource: pairs(span.resource.attributes),
    scope: span.instrumentationScope,
  });
}

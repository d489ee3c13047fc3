import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { attributeText, sortedEntries } from './attribute-text.js';
import { parentSpanIdOf } from './span-facts.js';

/**
 * The whole content of a span as one text: two spans are the same if and only if their texts are.
 * The order of attributes does not count, the order of events and links does.
 */
export function fingerprint(span: ReadableSpan): string {
  const context = span.spanContext();
  return JSON.stringify([
    [context.traceId, context.spanId, parentSpanIdOf(span) ?? ''],
    [span.name, span.kind, span.startTime, span.endTime, span.status.code, span.status.message ?? ''],
    attributesKey(span.attributes),
    span.events.map((event) => [event.name, event.time, attributesKey(event.attributes)]),
    span.links.map((link) => [link.context.traceId, link.context.spanId, attributesKey(link.attributes)]),
    attributesKey(span.resource.attributes),
    [span.instrumentationScope.name, span.instrumentationScope.version ?? ''],
  ]);
}

/** Attributes as a value whose JSON text is the same for the same attributes; 1 and "1" are two values. */
export function attributesKey(attributes: Readonly<Record<string, unknown>> | undefined): unknown[] {
  return sortedEntries(attributes ?? {}).map(([key, value]) => [key, typeof value, attributeText(value)]);
}

import type { Attributes, Link } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@spanbridge/core';
import { attributesKey } from '../span/fingerprint.js';
import { toUnixNano } from '../span/span-facts.js';

type SpanEvent = ReadableSpan['events'][number];

/** The events of a span and those that came apart from it, each once, in the order of time. */
export function mergeEvents(own: readonly SpanEvent[], added: readonly SpanEvent[]): SpanEvent[] {
  if (added.length === 0) return [...own];
  const keys = new Set(own.map(eventKey));
  const fresh = new Map<string, SpanEvent>();
  for (const event of added) {
    const key = eventKey(event);
    if (!keys.has(key)) fresh.set(key, event);
  }
  const sorted = [...fresh].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, event]) => event);
  return [...own, ...sorted].sort((left, right) => Number(toUnixNano(left.time) - toUnixNano(right.time)));
}

/** The event that a late record tells of. */
export function toLateEvent(span: ReadableSpan): SpanEvent {
  return { name: span.name, time: span.startTime, attributes: withoutKeys(span.attributes, [ATTRIBUTE.spanPhase]) };
}

/** Attributes without some of them. */
export function withoutKeys(attributes: Attributes, keys: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key)));
}

/** The links of several spans, each once, without the one that a completion has to the span it completes. */
export function mergeLinks(spans: readonly ReadableSpan[], realSpanId: string): Link[] {
  const links = new Map<string, Link>();
  for (const span of spans) {
    for (const link of span.links) {
      const { traceId, spanId } = link.context;
      if (spanId === realSpanId && traceId === span.spanContext().traceId) continue;
      const key = JSON.stringify([traceId, spanId, attributesKey(link.attributes)]);
      if (!links.has(key)) links.set(key, link);
    }
  }
  return [...links.values()];
}

function eventKey(event: SpanEvent): string {
  return JSON.stringify([event.name, event.time, attributesKey(event.attributes)]);
}

import { isRecord } from '@spanbridge/core';

/** The OTLP/JSON span that the line of a plain start tells (`plain-start-line.ts`); undefined when it tells none. */
export function readPlainSpan(record: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const { traceId, spanId, parentSpanId, flags, kind, name, startTimeUnixNano, attributes } = record;
  if (!isRecord(attributes)) return undefined;
  // The parser makes an own property of a key `__proto__`, so it is a key like any other.
  const keyValues = Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
  return { traceId, spanId, parentSpanId, flags, kind, name, startTimeUnixNano, attributes: keyValues };
}

function toAnyValue(value: unknown): Readonly<Record<string, unknown>> {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      return {};
  }
}

import { TRACE_A } from './spans.js';

/** A member of OTLP JSON, as a test writes it by hand. */
export type Json = Readonly<Record<string, unknown>>;

/** A span in OTLP JSON with valid values; `changes` replace members or add to them. */
export function jsonSpan(changes: Json = {}): Json {
  return {
    traceId: TRACE_A,
    spanId: 'b7ad6b7169203331',
    name: 'GET /orders',
    kind: 2,
    startTimeUnixNano: '1700000000000000001',
    endTimeUnixNano: '1700000001000000002',
    ...changes,
  };
}

/** An export request in OTLP JSON around spans. */
export function jsonRequest(...spans: readonly Json[]): Json {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeSpans: [{ scope: { name: 'test' }, spans }],
      },
    ],
  };
}

/** A request with one span that has one attribute, `key`. */
export function jsonRequestWithValue(value: unknown): Json {
  return jsonRequest(jsonSpan({ attributes: [{ key: 'key', value }] }));
}

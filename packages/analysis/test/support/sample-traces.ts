import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { makeSpan } from './make-span.js';

/** A checkout over four services: nesting, an error with its exception, events, a retry. Everything ended. */
export function checkoutTrace(): ReadableSpan[] {
  const card = { name: 'charge card', service: 'payments', parentSpanId: 'a000000000000001' };
  return [
    makeSpan({
      ...{ spanId: 'a000000000000001', name: 'POST /checkout', startMs: 0, endMs: 1234.5, kind: SpanKind.SERVER },
      attributes: { 'http.request.method': 'POST', 'url.path': '/checkout', 'http.response.status_code': 502 },
      error: 'payment failed after 2 attempts',
    }),
    makeSpan({
      ...{ spanId: 'a000000000000002', parentSpanId: 'a000000000000001', name: 'authenticate', startMs: 4, endMs: 96 },
      events: [{ name: 'token.verified', atMs: 31.2, attributes: { algorithm: 'ES256', 'key.age_days': 12 } }],
    }),
    makeSpan({
      ...{ spanId: 'a000000000000003', parentSpanId: 'a000000000000002', name: 'SELECT sessions', startMs: 40 },
      ...{ endMs: 91.7, service: 'postgres', kind: SpanKind.CLIENT },
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT * FROM sessions WHERE id = $1' },
    }),
    makeSpan({
      ...{ spanId: 'a000000000000004', parentSpanId: 'a000000000000001', name: 'load basket', startMs: 98, endMs: 301 },
      ...{ service: 'basket' },
    }),
    makeSpan({
      ...{ spanId: 'a000000000000005', parentSpanId: 'a000000000000004', name: 'GET basket:8123', startMs: 101 },
      ...{ endMs: 103.4, service: 'redis', kind: SpanKind.CLIENT },
    }),
    makeSpan({
      ...{ spanId: 'a000000000000006', parentSpanId: 'a000000000000004', name: 'price items', startMs: 110 },
      ...{ endMs: 298, service: 'basket' },
    }),
    makeSpan({
      ...{ ...card, spanId: 'a000000000000007', startMs: 310, endMs: 720, error: 'card issuer timed out' },
      events: [
        {
          name: 'exception',
          atMs: 719,
          attributes: { 'exception.type': 'TimeoutError', 'exception.message': 'no answer' },
        },
      ],
    }),
    makeSpan({
      ...{ ...card, spanId: 'a000000000000008', startMs: 770, endMs: 1181, error: 'card issuer timed out' },
      events: [{ name: 'retry', atMs: 770.4, attributes: { attempt: 2 } }],
    }),
    makeSpan({
      ...{ spanId: 'a000000000000009', parentSpanId: 'a000000000000001', name: 'audit', startMs: 1184, endMs: 1184 },
    }),
  ];
}

const AGENT_TRACE_ID = 'be97f2fa26196196d1c776cef223b871';

/** An agent that did not come to its end: unfinished, running, implicit and late spans, a start that nobody saw. */
export function interruptedTrace(): ReadableSpan[] {
  const own = { traceId: AGENT_TRACE_ID, service: 'agent', parentSpanId: 'b000000000000001' };
  return [
    makeSpan({
      ...{ traceId: AGENT_TRACE_ID, service: 'agent', spanId: 'b000000000000001', name: 'plan holiday' },
      ...{ startMs: 0, endMs: 95_000 },
      attributes: { 'partial.gc': true, 'spanbridge.end.cause': 'flushed' },
    }),
    makeSpan({
      ...{ ...own, spanId: 'b000000000000002', name: 'collect preferences', startMs: 200, endMs: 18_000 },
      attributes: { 'tracer_meta.implicit': true },
    }),
    makeSpan({
      ...{ ...own, spanId: 'b000000000000003', name: 'search flights', startMs: 18_500, endMs: 61_000 },
      attributes: { 'spanbridge.start.missing': true },
    }),
    makeSpan({
      ...{ ...own, spanId: 'b000000000000004', name: 'book hotel', startMs: 61_200, endMs: 80_000 },
      attributes: { 'partial.gc': true, 'spanbridge.end.cause': 'expired' },
    }),
    makeSpan({
      ...{ ...own, spanId: 'b000000000000005', name: 'hotel.confirmed', startMs: 92_000 },
      ...{ parentSpanId: 'b000000000000004' },
      attributes: { 'spanbridge.span.phase': 'late' },
    }),
    makeSpan({
      ...{ ...own, spanId: 'b000000000000006', name: 'write summary', startMs: 81_000, endMs: 95_000 },
      attributes: { 'spanbridge.span.phase': 'pending' },
    }),
    makeSpan({
      ...{ ...own, spanId: 'b000000000000007', name: 'stray callback', startMs: 70_000, endMs: 70_050 },
      ...{ parentSpanId: 'b0000000000000ff' },
    }),
  ];
}

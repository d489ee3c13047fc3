import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** The trace that every recorded answer holds. */
export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const ROOT_ID = 'b7ad6b7169203331';
export const CHILD_ID = '00f067aa0ba902b7';
export const OTHER_TRACE_ID = '1bf7651916cd43dd8448eb211c80319c';

/** A window around it. */
export const WINDOW = { startUnixNano: 1_700_000_000_000_000_000n, endUnixNano: 1_700_000_002_000_000_000n };

export function readFixture(name: string): string {
  return readFileSync(join(__dirname, 'fixtures', name), 'utf8');
}

const RESOURCE = resourceFromAttributes({ 'service.name': 'shop' });

/** The two spans as they were sent. */
export function sentSpans(): readonly [ReadableSpan, ReadableSpan] {
  const context = { traceId: TRACE_ID, spanId: ROOT_ID, traceFlags: TraceFlags.SAMPLED };
  const common = {
    ended: true,
    resource: RESOURCE,
    instrumentationScope: { name: 'lib', version: '1.2' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
  const root: ReadableSpan = {
    ...common,
    name: 'GET /orders',
    kind: SpanKind.SERVER,
    spanContext: () => context,
    startTime: [1_700_000_000, 123_456_789],
    endTime: [1_700_000_001, 23_456_788],
    duration: [0, 899_999_999],
    status: { code: SpanStatusCode.ERROR, message: 'boom' },
    attributes: { 'http.response.status_code': 500, ratio: 0.5, tags: ['a', 'b'] },
    events: [{ name: 'retry', time: [1_700_000_000, 200_000_001], attributes: { attempt: 2 } }],
    links: [{ context: { traceId: OTHER_TRACE_ID, spanId: CHILD_ID, traceFlags: 1 }, attributes: { why: 'batch' } }],
  };
  const child: ReadableSpan = {
    ...common,
    name: 'SELECT',
    kind: SpanKind.CLIENT,
    spanContext: () => ({ ...context, spanId: CHILD_ID }),
    parentSpanContext: context,
    startTime: [1_700_000_000, 300_000_000],
    endTime: [1_700_000_000, 400_000_000],
    duration: [0, 100_000_000],
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    events: [],
    links: [],
  };
  return [root, child];
}

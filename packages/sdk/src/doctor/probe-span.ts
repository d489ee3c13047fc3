import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { toHrTime } from '@spanbridge/core';

/** The service under which probe spans are found. */
export const PROBE_SERVICE = 'spanbridge-doctor';

/** A span of one millisecond that says what it is for, under ids of its own. */
export function createProbeSpan(
  nowUnixNano: bigint,
  ids: { readonly traceId: string; readonly spanId: string },
): ReadableSpan {
  const context = { ...ids, traceFlags: TraceFlags.SAMPLED };
  return {
    name: 'probe',
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    startTime: toHrTime(nowUnixNano - 1_000_000n),
    endTime: toHrTime(nowUnixNano),
    duration: [0, 1_000_000],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource: resourceFromAttributes({ 'service.name': PROBE_SERVICE }),
    instrumentationScope: { name: 'spanbridge.doctor' },
  };
}

import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { createMarker, createResource, type StartedSpan } from '@spanbridge/core';
import type { WithdrawableSpan } from '@spanbridge/otlp';

/** The trace of all spans in these tests. */
export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** Spans with the ids 1, 2, 3 … and a text attribute. */
export function makeSpans(count: number, text = ''): readonly ReadableSpan[] {
  return importTracerMeta(
    Array.from({ length: count }, (_, index) => ({
      text,
      __tracer_meta__: {
        timestamp: '2026-03-01T08:00:00Z',
        event: `event ${index}`,
        trace_id: TRACE_ID,
        span_id: (index + 1).toString(16).padStart(16, '0'),
      },
    })),
  );
}

/** Lets everything run that waits for nothing but its turn. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const RESOURCE = createResource({ 'service.name': 'shop' });
const SCOPE = { name: 'test' };

/** A span that has started and not ended. */
export function startedSpan(span: {
  readonly id: number;
  readonly parentId?: number | undefined;
  readonly traceId?: string;
  readonly startSeconds?: number;
}): StartedSpan {
  const { id, parentId, traceId = TRACE_ID, startSeconds = 1_772_352_000 } = span;
  const contextOf = (number: number) => ({ traceId, spanId: number.toString(16).padStart(16, '0'), traceFlags: 1 });
  return {
    context: contextOf(id),
    parentContext: parentId === undefined ? undefined : contextOf(parentId),
    name: `span ${id}`,
    kind: SpanKind.INTERNAL,
    startTime: [startSeconds, 0],
    attributes: {},
    droppedAttributesCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource: RESOURCE,
    scope: SCOPE,
  };
}

/** The marker of such a span, which is withdrawn with `end`. */
export function openMarker(id: number, parentId?: number): { readonly marker: WithdrawableSpan; end: () => void } {
  let hasEnded = false;
  const marker = createMarker(startedSpan({ id, parentId }));
  return {
    marker: { ...marker, isWithdrawn: () => hasEnded },
    end: () => {
      hasEnded = true;
    },
  };
}

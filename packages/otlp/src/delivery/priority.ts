import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { PENDING_PHASE, SPAN_PHASE_ATTRIBUTE } from './span-phase.js';

/** What is dropped first when room is short: 0 markers, 1 normal spans, 2 spans with errors and roots. */
export type SpanPriority = 0 | 1 | 2;

/** All of {@link SpanPriority}, what is dropped first at the beginning. */
export const SPAN_PRIORITIES: readonly SpanPriority[] = [0, 1, 2];

/**
 * How dear a span is. A marker only announces a span that comes itself; without its root a trace has no name and no
 * duration; and spans with errors are what traces are looked at for.
 */
export function priorityOf(span: ReadableSpan): SpanPriority {
  return priorityIn(span, span.attributes[SPAN_PHASE_ATTRIBUTE]);
}

/** The same for a span whose phase is known already. */
export function priorityIn(span: ReadableSpan, phase: unknown): SpanPriority {
  if (phase === PENDING_PHASE) return 0;
  return span.status.code === SpanStatusCode.ERROR || !span.parentSpanContext?.spanId ? 2 : 1;
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { makeSpan, TRACE_ID, type SpanParts } from './spans.js';

/** What a test says of a span in flight. */
export interface InFlightParts extends SpanParts {
  /** The id of the real span. */
  readonly realId: string;
  /** The id of its parent; none makes a root. */
  readonly parentId?: string;
}

const contextOf = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: 1 });

/** A marker's id that is surely not the real one. */
const markerIdOf = (realId: string): string => `ff${realId.slice(2)}`;

/** The marker of a running span, and the word that withdraws it. */
export function makeMarker({ realId, parentId, ...parts }: InFlightParts) {
  const state = { isWithdrawn: false };
  const { traceId = TRACE_ID } = parts;
  const span = makeSpan({
    name: `marker ${realId}`,
    spanId: markerIdOf(realId),
    parentSpanContext: contextOf(traceId, realId),
    ...parts,
    values: {
      'spanbridge.span.phase': 'pending',
      'logfire.span_type': 'pending_span',
      'logfire.pending_parent_id': parentId ?? '0000000000000000',
    },
  });
  const marker = { ...span, endTime: span.startTime, isWithdrawn: () => state.isWithdrawn };
  return { marker, withdraw: () => (state.isWithdrawn = true) };
}

/** The anchor of a running span. */
export function makeAnchor({ realId, parentId, ...parts }: InFlightParts): ReadableSpan {
  const { traceId = TRACE_ID } = parts;
  return makeSpan({
    name: `anchor ${realId}`,
    spanId: realId,
    ...(parentId === undefined ? {} : { parentSpanContext: contextOf(traceId, parentId) }),
    ...parts,
    values: { 'spanbridge.span.phase': 'anchor' },
  });
}

/** The real span when it has ended. */
export function makeFinal({ realId, parentId, ...parts }: InFlightParts): ReadableSpan {
  const { traceId = TRACE_ID } = parts;
  return makeSpan({
    name: `final ${realId}`,
    spanId: realId,
    ...(parentId === undefined ? {} : { parentSpanContext: contextOf(traceId, parentId) }),
    ...parts,
  });
}

/** An id of which the first digits say nothing. */
export const idOf = (number: number): string => number.toString(16).padStart(16, '0');

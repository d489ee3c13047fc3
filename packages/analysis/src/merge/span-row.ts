import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, deriveRoleSpanId } from '@spanbridge/core';
import { endCauseOf, parentSpanIdOf, phaseOf } from '../span/span-facts.js';

/** What a span that was sent may be for the real span that it speaks of, the best content first. */
export const ROW_ROLES = [
  'final',
  'completion',
  'unfinished',
  'stop',
  'anchor',
  'pending',
  'heartbeat',
  'late',
] as const;

/** One of {@link ROW_ROLES}. */
export type RowRole = (typeof ROW_ROLES)[number];

/** One span as it was sent, and what it says of which real span. */
export interface SpanRow {
  readonly span: ReadableSpan;
  readonly role: RowRole;
  readonly realSpanId: string;
  /** The parent of the real span: empty for a root, undefined where this row does not tell. */
  readonly realParentSpanId: string | undefined;
}

/** The attributes of dialects that others write. */
export const FOREIGN_ATTRIBUTE = {
  /** Trigger.dev: the span is the sibling of one that runs, whose id the other attribute names. */
  triggerPartial: '$span.partial',
  triggerSpanId: '$span.span_id',
  /** AWS Transaction Search: the same id comes again when the span has ended. */
  awsInProgress: 'aws.xray.inprogress',
  /** otel-partial: `heartbeat` or `stop`; on a log record, and on the span that a receiver of logs makes of it. */
  partialEvent: 'partial.event',
  /** otel-partial: from one heartbeat to the next, as Go writes a duration. */
  partialFrequency: 'partial.frequency',
} as const;

const LOGFIRE_PENDING = 'pending_span';
const SPAN_ID = /^[0-9a-f]{16}$/;
const TRACE_ID = /^[0-9a-f]{32}$/;
const NO_PARENT = /^0*$/;

/**
 * What a span that was sent stands for. Total: a span that claims a role without what belongs to it (a marker without
 * a parent) speaks of itself.
 */
export function toSpanRow(span: ReadableSpan): SpanRow {
  return readPartialEvent(span) ?? readMarker(span) ?? readDerived(span) ?? ownRow(span, roleUnderOwnId(span));
}

/** Heartbeats and stops go under the real id. */
function readPartialEvent(span: ReadableSpan): SpanRow | undefined {
  const event = span.attributes[FOREIGN_ATTRIBUTE.partialEvent];
  return event === 'heartbeat' || event === 'stop' ? ownRow(span, event) : undefined;
}

function readMarker(span: ReadableSpan): SpanRow | undefined {
  const { attributes } = span;
  const parentSpanId = parentSpanIdOf(span);
  const triggerId = attributes[FOREIGN_ATTRIBUTE.triggerSpanId];
  if (attributes[FOREIGN_ATTRIBUTE.triggerPartial] === true && typeof triggerId === 'string' && triggerId !== '') {
    return { span, role: 'pending', realSpanId: triggerId, realParentSpanId: parentSpanId ?? '' };
  }
  if (parentSpanId === undefined || !isMarkerOf(span, parentSpanId)) return undefined;
  return { span, role: 'pending', realSpanId: parentSpanId, realParentSpanId: toldParent(span) };
}

/**
 * Whether a span is the marker of its parent. Query APIs answer a running span under its own id with the phase
 * `pending`; whoever reads such an answer again must not take it for the marker of its parent. So the id decides, where
 * the attribute of Logfire does not.
 */
function isMarkerOf(span: ReadableSpan, parentSpanId: string): boolean {
  if (span.attributes[ATTRIBUTE.logfireSpanType] === LOGFIRE_PENDING) return true;
  if (phaseOf(span) !== 'pending') return false;
  const { traceId, spanId } = span.spanContext();
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(parentSpanId)) return false;
  return deriveRoleSpanId(traceId, parentSpanId, 'pending') === spanId;
}

function toldParent(span: ReadableSpan): string | undefined {
  const told = span.attributes[ATTRIBUTE.logfirePendingParentId];
  if (typeof told !== 'string') return undefined;
  return NO_PARENT.test(told) ? '' : told;
}

function readDerived(span: ReadableSpan): SpanRow | undefined {
  const phase = phaseOf(span);
  const parentSpanId = parentSpanIdOf(span);
  if (parentSpanId === undefined) return undefined;
  if (phase !== 'completion' && phase !== 'unfinished' && phase !== 'late') return undefined;
  return { span, role: phase, realSpanId: parentSpanId, realParentSpanId: undefined };
}

function ownRow(span: ReadableSpan, role: RowRole): SpanRow {
  const { spanId } = span.spanContext();
  return { span, role, realSpanId: spanId, realParentSpanId: parentSpanIdOf(span) ?? '' };
}

function roleUnderOwnId(span: ReadableSpan): RowRole {
  const phase = phaseOf(span);
  if (phase === 'anchor' || phase === 'pending') return phase;
  if (phase === 'late') return 'late';
  if (span.attributes[FOREIGN_ATTRIBUTE.awsInProgress] === true) return 'pending';
  if (span.attributes[ATTRIBUTE.logfireSpanType] === LOGFIRE_PENDING) return 'pending';
  const isClosedByOthers = span.attributes[ATTRIBUTE.partialGc] === true || endCauseOf(span) !== undefined;
  return isClosedByOthers || phase === 'unfinished' ? 'unfinished' : 'final';
}

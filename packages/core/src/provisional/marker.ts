import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '../model/attribute-names.js';
import { deriveRoleSpanId } from '../model/derive-id.js';
import { createDerivedSpan } from './derived-span.js';
import type { StartedSpan } from './started-span.js';

/** What stands for the parent of a root in `logfire.pending_parent_id`. */
const NO_PARENT = '0000000000000000';

/** What is ours on a marker, whatever its span says. */
export function markerAttributes(parentSpanId: string | undefined): Readonly<Record<string, string>> {
  return {
    [ATTRIBUTE.logfireSpanType]: 'pending_span',
    [ATTRIBUTE.logfirePendingParentId]: parentSpanId ?? NO_PARENT,
    [ATTRIBUTE.spanPhase]: 'pending',
  };
}

/**
 * The marker of a running span: a child of it without length, at its start, with what its start said and nothing later,
 * so that the same start always gives the same bytes. The two `logfire.*` attributes are those of Logfire's own
 * pending spans, which name the real span's parent.
 */
export function createMarker(started: StartedSpan): ReadableSpan {
  const { traceId, spanId } = started.context;
  return createDerivedSpan(started, {
    spanId: deriveRoleSpanId(traceId, spanId, 'pending'),
    parentContext: started.context,
    endTime: started.startTime,
    attributes: { ...started.attributes, ...markerAttributes(started.parentContext?.spanId) },
  });
}

/** The anchor of a span: what a marker says, under the real id and the real parent, sent once, at the start. */
export function createAnchor(started: StartedSpan): ReadableSpan {
  return createDerivedSpan(started, {
    spanId: started.context.spanId,
    parentContext: started.parentContext,
    endTime: started.startTime,
    attributes: { ...started.attributes, [ATTRIBUTE.spanPhase]: 'anchor' },
  });
}

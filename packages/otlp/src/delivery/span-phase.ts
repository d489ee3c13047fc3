import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** The attribute that says what a span stands for that is not simply a span. */
export const SPAN_PHASE_ATTRIBUTE = 'spanbridge.span.phase';

/** Its value for the marker of a running span, and for the anchor of one. */
export const PENDING_PHASE = 'pending';
export const ANCHOR_PHASE = 'anchor';

/** Whether spans of this phase are worth nothing when they are late: they say that something runs now. */
export function isUrgentPhase(phase: unknown): boolean {
  return phase === PENDING_PHASE || phase === ANCHOR_PHASE;
}

/** The phase of a span; undefined for a plain one, and for one that cannot be read. */
export function phaseOf(span: ReadableSpan): unknown {
  try {
    return span.attributes[SPAN_PHASE_ATTRIBUTE];
  } catch {
    return undefined;
  }
}

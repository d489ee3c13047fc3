import { type HrTime, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fromHrTime } from '@spanbridge/core';

/**
 * Attribute names that say what a span stands for; written by spanbridge and, `partial.gc`, by the otel-partial
 * protocol.
 */
const SERVICE_NAME = 'service.name';
const END_CAUSE = 'spanbridge.end.cause';
const SPAN_PHASE = 'spanbridge.span.phase';
const START_MISSING = 'spanbridge.start.missing';

/**
 * The latest time that a span can carry: backends keep signed 64-bit nanoseconds. Also well inside what `Date` can
 * write.
 */
const TIME_MAX_UNIX_NANO = 2n ** 63n - 1n;

/** The name for spans whose resource has none, as the semantic conventions prescribe. */
export const UNKNOWN_SERVICE_NAME = 'unknown_service';

/** What else than a span a span may stand for (`spanbridge.span.phase`). */
export type SpanPhase = 'pending' | 'anchor' | 'completion' | 'unfinished' | 'late';

const PHASES: ReadonlySet<unknown> = new Set<SpanPhase>(['pending', 'anchor', 'completion', 'unfinished', 'late']);

/** The service that made a span. */
export function serviceNameOf(span: ReadableSpan): string {
  const name = span.resource.attributes[SERVICE_NAME];
  return typeof name === 'string' && name !== '' ? name : UNKNOWN_SERVICE_NAME;
}

/** The id of the parent, if the span names one. All zero means none, as in W3C trace context. */
export function parentSpanIdOf(span: ReadableSpan): string | undefined {
  const id = span.parentSpanContext?.spanId;
  return id === undefined || id === '' || /^0+$/.test(id) ? undefined : id;
}

/** The phase that a span declares; undefined for a plain span and for words that are none of ours. */
export function phaseOf(span: ReadableSpan): SpanPhase | undefined {
  const phase = span.attributes[SPAN_PHASE];
  return PHASES.has(phase) ? (phase as SpanPhase) : undefined;
}

/** Why an unfinished span left its program (`flushed`, `expired`, `evicted`), where it says so. */
export function endCauseOf(span: ReadableSpan): string | undefined {
  const cause = span.attributes[END_CAUSE];
  return typeof cause === 'string' && cause !== '' ? cause : undefined;
}

/** Whether the record with the start was never seen, so that the start is a deduction. */
export function isStartMissing(span: ReadableSpan): boolean {
  return span.attributes[START_MISSING] === true;
}

/** Whether a bridge made the span up around records that had no lifecycle: an attribute `<system>.implicit` is true. */
export function isImplicit(span: ReadableSpan): boolean {
  for (const key in span.attributes) {
    if (key.endsWith('.implicit') && span.attributes[key] === true) return true;
  }
  return false;
}

/** Whether the span failed. */
export function isError(span: ReadableSpan): boolean {
  return span.status.code === SpanStatusCode.ERROR;
}

/**
 * A time of OTel as nanoseconds since 1970, held inside what a span can carry; a time that is not a number reads as
 * 0.
 */
export function toUnixNano(time: HrTime): bigint {
  const [seconds, nanos] = time;
  if (!Number.isFinite(seconds) || !Number.isFinite(nanos)) return 0n;
  const unixNano = fromHrTime([Math.trunc(seconds), Math.trunc(nanos)]);
  if (unixNano < 0n) return 0n;
  return unixNano > TIME_MAX_UNIX_NANO ? TIME_MAX_UNIX_NANO : unixNano;
}

import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** Digits of a trace id that choose its lane: 32 bits, from the end, where also ids with a time in front differ. */
const HASHED_DIGITS = 8;

/** The lane of a span among `laneCount`: spans of one trace are in one lane. */
export function traceLaneOf(span: ReadableSpan, laneCount: number): number {
  return Number.parseInt(span.spanContext().traceId.slice(-HASHED_DIGITS), 16) % laneCount;
}

import { FOREIGN_ATTRIBUTE, mergeSpanRows } from '@spanbridge/analysis';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/**
 * What query interfaces answer: of all that was sent, one span under each real id. A span that runs has the attribute
 * `spanbridge.span.phase=pending` and ends at the last evidence of it.
 */
export function toBarSpans(rows: readonly ReadableSpan[]): readonly ReadableSpan[] {
  return mergeSpanRows(rows).map(({ span }) => span);
}

/**
 * What was sent as spans, unmerged. Heartbeats and stops, which came as logs, are not among them: as spans they would
 * be further contents under a real id, and whoever stores them again would show them as such.
 */
export function toSentSpans(rows: readonly ReadableSpan[]): readonly ReadableSpan[] {
  return rows.filter((row) => row.attributes[FOREIGN_ATTRIBUTE.partialEvent] === undefined);
}

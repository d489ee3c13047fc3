import { mergeSpanRows } from '@spanbridge/analysis';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/**
 * What query interfaces answer: of all that was sent, one span under each real id. A span that runs has the attribute
 * `spanbridge.span.phase=pending` and ends at the last evidence of it.
 */
export function toBarSpans(rows: readonly ReadableSpan[]): readonly ReadableSpan[] {
  return mergeSpanRows(rows).map(({ span }) => span);
}

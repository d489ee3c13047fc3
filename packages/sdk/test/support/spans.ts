import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';

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

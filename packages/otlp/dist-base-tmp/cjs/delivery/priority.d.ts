import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/** What is dropped first when room is short: 0 markers, 1 normal spans, 2 spans with errors and roots. */
export type SpanPriority = 0 | 1 | 2;
/** All of {@link SpanPriority}, what is dropped first at the beginning. */
export declare const SPAN_PRIORITIES: readonly SpanPriority[];
/**
 * How dear a span is. A marker only announces a span that comes itself; without its root a trace has no name and no
 * duration; and spans with errors are what traces are looked at for.
 */
export declare function priorityOf(span: ReadableSpan): SpanPriority;
//# sourceMappingURL=priority.d.ts.map
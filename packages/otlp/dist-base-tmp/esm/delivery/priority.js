import { SpanStatusCode } from '@opentelemetry/api';
/** All of {@link SpanPriority}, what is dropped first at the beginning. */
export const SPAN_PRIORITIES = [0, 1, 2];
/** The attribute that says what a span stands for that is not simply a span, and its value for a marker. */
const PHASE = 'spanbridge.span.phase';
const PENDING = 'pending';
/**
 * How dear a span is. A marker only announces a span that comes itself; without its root a trace has no name and no
 * duration; and spans with errors are what traces are looked at for.
 */
export function priorityOf(span) {
    if (span.attributes[PHASE] === PENDING)
        return 0;
    return span.status.code === SpanStatusCode.ERROR || !span.parentSpanContext?.spanId ? 2 : 1;
}
//# sourceMappingURL=priority.js.map
"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SPAN_PRIORITIES = void 0;
exports.priorityOf = priorityOf;
const api_1 = require("@opentelemetry/api");
/** All of {@link SpanPriority}, what is dropped first at the beginning. */
exports.SPAN_PRIORITIES = [0, 1, 2];
/** The attribute that says what a span stands for that is not simply a span, and its value for a marker. */
const PHASE = 'spanbridge.span.phase';
const PENDING = 'pending';
/**
 * How dear a span is. A marker only announces a span that comes itself; without its root a trace has no name and no
 * duration; and spans with errors are what traces are looked at for.
 */
function priorityOf(span) {
    if (span.attributes[PHASE] === PENDING)
        return 0;
    return span.status.code === api_1.SpanStatusCode.ERROR || !span.parentSpanContext?.spanId ? 2 : 1;
}
//# sourceMappingURL=priority.js.map
/** Lowest eight bits of the OTLP field `flags`: the W3C trace flags. */
const TRACE_FLAGS_MASK = 0xff;
/** Says that the bit {@link CONTEXT_IS_REMOTE} has been set or cleared on purpose (trace.proto, `SpanFlags`). */
const CONTEXT_HAS_IS_REMOTE = 0x100;
/** Says that the parent, or the linked span, belongs to another process. */
const CONTEXT_IS_REMOTE = 0x200;
/** The OTLP field `flags` of a span (about its parent) or of a link (about the linked span). */
export function toSpanFlags(traceFlags, isRemote) {
    return (traceFlags & TRACE_FLAGS_MASK) | CONTEXT_HAS_IS_REMOTE | (isRemote === true ? CONTEXT_IS_REMOTE : 0);
}
/** The W3C trace flags inside the OTLP field `flags`. */
export function traceFlagsOf(flags) {
    return flags & TRACE_FLAGS_MASK;
}
/** Whether the OTLP field `flags` says remote or local; undefined when the sender did not say. */
export function isRemoteOf(flags) {
    return (flags & CONTEXT_HAS_IS_REMOTE) === 0 ? undefined : (flags & CONTEXT_IS_REMOTE) !== 0;
}
//# sourceMappingURL=span-flags.js.map
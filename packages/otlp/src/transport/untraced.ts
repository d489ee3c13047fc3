import { context, createContextKey } from '@opentelemetry/api';

/** The key under which SDKs and instrumentations of OpenTelemetry look whether a context is to be traced. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * Does work of which no instrumentation makes spans. Without it, an instrumented client would make a span of every
 * request that sends spans, and that span would be the reason of the next request, without end.
 */
export function untraced<Result>(work: () => Result): Result {
  return context.with(context.active().setValue(SUPPRESS_TRACING, true), work);
}

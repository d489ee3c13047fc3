import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';

/** The key under which the SDK looks whether spans are to be made; it is the same in all of its versions. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Not made of the active context: a kept connection would hold on to the request of the program that opened it. */
const UNTRACED = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);

/**
 * Does work of which no instrumentation makes spans. The request that delivers spans must make none: it would have to
 * be delivered too, with a request that makes one, and so on without end.
 */
export function untraced<T>(work: () => T): T {
  return context.with(UNTRACED, work);
}

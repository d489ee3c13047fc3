import type { Context } from '@opentelemetry/api';

/** The key under which all SDKs of OpenTelemetry JS note that a context is not to be traced. */
const SUPPRESS_TRACING = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Answers whether work in this context is not traced, such as a request of an exporter. */
export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true;
}

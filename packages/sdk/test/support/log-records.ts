import type { LogRecord } from '@spanbridge/otlp';
import { makeSpans } from './spans.js';

/** A log record of a span of which nothing counts but the body. */
export function makeLogRecord(body: string): LogRecord {
  const [span] = makeSpans(1);
  if (span === undefined) throw new Error('There is no span.');
  return {
    hrTime: [1_772_352_000, 0],
    hrTimeObserved: [1_772_352_000, 0],
    spanContext: span.spanContext(),
    body,
    attributes: {},
    droppedAttributesCount: 0,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
  };
}

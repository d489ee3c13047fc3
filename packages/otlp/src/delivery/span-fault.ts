import type { HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isHexId } from '../codec/hex.js';

/**
 * Says why a span must not be sent, or answers undefined. One span with an invalid id makes some receivers turn down
 * the whole request for good, and a time of 0 means "not set" in OTLP.
 */
export function findSpanFault(span: ReadableSpan): string | undefined {
  const { traceId, spanId } = span.spanContext();
  if (!isHexId(traceId, 32)) return 'its trace id is not 32 hex digits with one that is not zero';
  if (!isHexId(spanId, 16)) return 'its span id is not 16 hex digits with one that is not zero';
  const parentSpanId = span.parentSpanContext?.spanId;
  if (parentSpanId && !isHexId(parentSpanId, 16))
    return 'its parent span id is not 16 hex digits with one that is not zero';
  if (!isAfterEpoch(span.startTime)) return 'its start time is not after 1970-01-01';
  return isBefore(span.endTime, span.startTime) ? 'it ends before it starts' : undefined;
}

// By index: to take a pair apart costs many times more until the code is compiled, and at the end of a short process
// it is not.
function isAfterEpoch(time: HrTime): boolean {
  return time[0] > 0 || (time[0] === 0 && time[1] > 0);
}

function isBefore(time: HrTime, other: HrTime): boolean {
  return time[0] < other[0] || (time[0] === other[0] && time[1] < other[1]);
}

import type { Attributes, HrTime, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/**
 * A log record as it goes to a receiver: the `ReadableLogRecord` of OTel's logs SDK, of either line, by its shape, so
 * that this package needs no logs SDK and takes the records of any.
 */
export interface LogRecord {
    readonly hrTime: HrTime;
    readonly hrTimeObserved: HrTime;
    readonly spanContext?: SpanContext;
    /** 1 (TRACE) … 24 (FATAL4); absent: not said. */
    readonly severityNumber?: number;
    readonly severityText?: string;
    /** Any value that OTLP can carry. */
    readonly body?: unknown;
    /** Set on events (semantic conventions, "events"). */
    readonly eventName?: string;
    readonly attributes: Attributes;
    readonly droppedAttributesCount: number;
    readonly resource: Resource;
    readonly instrumentationScope: ReadableSpan['instrumentationScope'];
}
//# sourceMappingURL=log-record.d.ts.map
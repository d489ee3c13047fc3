import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/**
 * Says why a span must not be sent, or answers undefined. One span with an invalid id makes some receivers turn down
 * the whole request for good, and a time of 0 means "not set" in OTLP.
 */
export declare function findSpanFault(span: ReadableSpan): string | undefined;
//# sourceMappingURL=span-fault.d.ts.map
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
/** Encodes spans as the body of an ExportTraceServiceRequest; no spans give no bytes. */
export declare function encodeSpansAsProtobuf(spans: readonly ReadableSpan[]): Uint8Array;
/**
 * Hands the bytes of one span, as the field of its scope that it is in a request, to `take`, and answers what that
 * does. The bytes are only valid until `take` returns: they lie in the buffer that the next call uses.
 */
export declare function writeSpanField<Result>(span: ReadableSpan, take: (field: Uint8Array) => Result): Result;
/**
 * One event of a span as the bytes of its OTLP message, without tag and length: what the id of a record that came late
 * is derived from.
 */
export declare function encodeSpanEvent(event: TimedEvent): Uint8Array;
//# sourceMappingURL=encode-spans.d.ts.map
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/**
 * Reads spans from the bytes that `writeSpanField` gave, each with the resource and the scope it is told, since these
 * are not in the bytes. Answers undefined for bytes that hold other than that many valid spans.
 */
export declare function readSpanFields(fields: readonly Uint8Array[], homes: readonly Pick<ReadableSpan, 'resource' | 'instrumentationScope'>[]): readonly ReadableSpan[] | undefined;
//# sourceMappingURL=span-fields.d.ts.map
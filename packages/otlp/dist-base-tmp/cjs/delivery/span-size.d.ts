import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/**
 * Roughly how many bytes a span takes as protobuf: one byte for each UTF-16 unit, so text outside ASCII is estimated up
 * to three times too small, and arrays and maps are taken as small. For cutting batches; who needs the size encodes.
 */
export declare function estimateSpanBytes(span: ReadableSpan): number;
//# sourceMappingURL=span-size.d.ts.map
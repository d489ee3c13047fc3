import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/**
 * Whether a span that is encoded and decoded again is encoded to the same bytes as before. That is so for all spans
 * whose attributes are texts, numbers, truth values and lists of these; 64-bit integers, for one, come back as text.
 */
export declare function isPackable(span: ReadableSpan): boolean;
//# sourceMappingURL=packable.d.ts.map
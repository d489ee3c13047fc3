import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/** A span whose longest values were cut. */
export interface CutSpan {
    readonly span: ReadableSpan;
    /** How many values were cut. */
    readonly cutValues: number;
}
/**
 * Cuts the longest values of a span, all to one length, so that it becomes about `excessBytes` smaller. Texts and bytes
 * keep their beginning, lists and maps their first entries. Values of up to 256 bytes stay. Cutting the same span in
 * the same way gives the same span. Undefined when no value is long enough to be cut.
 */
export declare function cutLongValues(span: ReadableSpan, excessBytes: number): CutSpan | undefined;
//# sourceMappingURL=oversized-span.d.ts.map
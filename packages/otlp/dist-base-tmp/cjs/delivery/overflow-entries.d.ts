import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OverflowEntry } from './overflow-store.js';
/** Spans as entries, and those that no receiver would take either. */
export interface OverflowEntries {
    readonly entries: readonly OverflowEntry[];
    readonly spanCount: number;
    /** Each with what is wrong with it. */
    readonly invalid: readonly {
        readonly span: ReadableSpan;
        readonly fault: string;
    }[];
}
/**
 * Encodes spans as entries of one priority, one resource and one scope each, in their order within these. Spans that
 * are not valid or cannot be encoded are named, not kept.
 */
export declare function toOverflowEntries(spans: readonly ReadableSpan[]): OverflowEntries;
//# sourceMappingURL=overflow-entries.d.ts.map
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
/** The parts of a packed span that are not in its bytes: objects that many spans share. */
export type SpanHome = Pick<ReadableSpan, 'resource' | 'instrumentationScope'>;
/** A span as bytes. */
export interface PackedSpan {
    /** The field of a scope message; valid until the next span is packed. */
    readonly field: Uint8Array;
    readonly home: SpanHome;
}
/**
 * Spans in the order in which they came, with a sequence number and a size each. Adding and taking cost the same
 * however many there are: it is a circle of slots in columns, and nothing is allocated for a span. The circle grows
 * by doubling and does not shrink; who fills it sets the limit. A span is kept as it is or, packed, as bytes.
 */
export declare class SpanRing {
    /** How many spans it holds. */
    length: number;
    private contents;
    private sequences;
    private sizesBytes;
    private packed;
    private readonly bytes;
    private first;
    /** The sequence number of the oldest span; Infinity when there is none. */
    get firstSequence(): number;
    /** The size of the oldest span; 0 when there is none. */
    get firstSizeBytes(): number;
    /** Whether the oldest span is kept as bytes. */
    get isFirstPacked(): boolean;
    /** Adds a span behind all others. */
    push(span: ReadableSpan, sequence: number, sizeBytes: number): void;
    /** Adds a span behind all others, as its bytes. */
    pushPacked(field: Uint8Array, home: SpanHome, sequence: number): void;
    /** Takes the oldest span out, which is not packed. */
    shift(): ReadableSpan;
    /** Takes the oldest span out, which is packed. */
    shiftPacked(): PackedSpan;
    /** Gives back the memory that packed spans needed and do not need any more. */
    trim(): void;
    private claimSlot;
    private releaseSlot;
    private grow;
}
//# sourceMappingURL=span-ring.d.ts.map
/** Whole numbers from the first to the last, both included. */
export interface NumberRange {
    readonly first: number;
    readonly last: number;
}
/** A set of whole numbers as few ranges: what is acknowledged in about the order of its sequence stays one range. */
export declare class IntervalSet {
    private readonly ranges;
    /** Adds all numbers of a range; some may be there already. */
    add({ first, last }: NumberRange): void;
    has(value: number): boolean;
    /** The highest number, or 0. */
    get max(): number;
    /** All ranges in order; they neither overlap nor touch. */
    list(): readonly NumberRange[];
    /** The index of the first range whose last number is not below `value`. */
    private firstEndingFrom;
}
/** Sequences in any order, without regard to repeats, as ranges. */
export declare function toRanges(sequences: readonly number[]): readonly NumberRange[];
//# sourceMappingURL=interval-set.d.ts.map
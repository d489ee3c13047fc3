/** What may stay. `hybrid` applies every limit that it names. */
export type RetentionPolicy = {
    readonly kind: 'age';
    readonly ageMsMax: number;
} | {
    readonly kind: 'count';
    readonly countMax: number;
} | {
    readonly kind: 'size';
    readonly sizeBytesMax: number;
} | {
    readonly kind: 'hybrid';
    readonly ageMsMax?: number;
    readonly countMax?: number;
    readonly sizeBytesMax?: number;
};
/** What a policy looks at: a segment of the spool, a stored file, a stored trace. */
export interface RetentionCandidate {
    /** When the newest thing in it was stored. */
    readonly newestUnixMs: number;
    readonly sizeBytes: number;
}
/** Why a candidate has to go: the first limit in this order that it breaks. */
export type RetentionReason = 'age' | 'count' | 'size';
/** A candidate that has to go. */
export interface Retired<T> {
    readonly candidate: T;
    readonly reason: RetentionReason;
}
/**
 * The candidates that a policy does not keep, oldest first. `candidates` are in order of age, oldest first; what goes
 * for count or size goes from the old end, so that what stays is always the newest part.
 */
export declare function chooseRetired<T extends RetentionCandidate>(candidates: readonly T[], policy: RetentionPolicy, nowUnixMs: number): readonly Retired<T>[];
//# sourceMappingURL=retention.d.ts.map
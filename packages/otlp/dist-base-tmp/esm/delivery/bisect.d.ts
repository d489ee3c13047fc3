/**
 * Cuts a batch that a receiver turned down into halves, the first one not smaller. With every refused half cut again,
 * one bad span among 512 is found with 18 more requests, and the other 511 arrive. Undefined for a single item: it is
 * the bad one.
 */
export declare function halve<Item>(items: readonly Item[]): readonly [first: readonly Item[], second: readonly Item[]] | undefined;
//# sourceMappingURL=bisect.d.ts.map
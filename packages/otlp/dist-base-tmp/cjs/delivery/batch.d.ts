/** How large one request may become. */
export interface BatchLimits {
    readonly batchSpansMax: number;
    readonly batchBytesMax: number;
}
/**
 * What the specification's batch processor sends at most, and the size up to which every receiver takes requests: the
 * smallest limit in the field is 4 MiB, before compression.
 */
export declare const BATCH_LIMITS_DEFAULT: BatchLimits;
/**
 * Cuts items into batches in their order, each as large as both limits allow. An item that alone is over the limit of
 * bytes gets a batch of its own.
 */
export declare function cutBatches<Item>(items: readonly Item[], limits: BatchLimits, sizeBytesOf: (item: Item) => number): readonly (readonly Item[])[];
//# sourceMappingURL=batch.d.ts.map
/**
 * What the specification's batch processor sends at most, and the size up to which every receiver takes requests: the
 * smallest limit in the field is 4 MiB, before compression.
 */
export const BATCH_LIMITS_DEFAULT = { batchSpansMax: 512, batchBytesMax: 4 * 1024 * 1024 };
/**
 * Cuts items into batches in their order, each as large as both limits allow. An item that alone is over the limit of
 * bytes gets a batch of its own.
 */
export function cutBatches(items, limits, sizeBytesOf) {
    const batches = [];
    let batch = [];
    let batchBytes = 0;
    for (const item of items) {
        const itemBytes = sizeBytesOf(item);
        const isFull = batch.length >= limits.batchSpansMax || batchBytes + itemBytes > limits.batchBytesMax;
        if (isFull && batch.length > 0) {
            batches.push(batch);
            batch = [];
            batchBytes = 0;
        }
        batch.push(item);
        batchBytes += itemBytes;
    }
    if (batch.length > 0)
        batches.push(batch);
    return batches;
}
//# sourceMappingURL=batch.js.map
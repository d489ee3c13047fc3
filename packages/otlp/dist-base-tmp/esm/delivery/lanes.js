/** Batches that wait for each further lane: one is just the next, more mean that the lanes do not keep up. */
const BATCHES_PER_LANE = 2;
/**
 * How many requests may be in flight while so many full batches wait: the usual number, and one more for every two
 * batches that wait, so that a slow answer does not limit the throughput. One while the destination is down: the others
 * would only wait, where they cannot be dropped by priority. Pure.
 */
export function countLanes(waitingBatches, isDown, limits) {
    if (isDown)
        return 1;
    return Math.min(limits.concurrency + Math.floor(waitingBatches / BATCHES_PER_LANE), limits.concurrencyMax);
}
//# sourceMappingURL=lanes.js.map
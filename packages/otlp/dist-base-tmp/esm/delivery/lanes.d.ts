/** How many requests may be in flight. */
export interface LaneLimits {
    readonly concurrency: number;
    readonly concurrencyMax: number;
}
/**
 * How many requests may be in flight while so many full batches wait: the usual number, and one more for every two
 * batches that wait, so that a slow answer does not limit the throughput. One while the destination is down: the others
 * would only wait, where they cannot be dropped by priority. Pure.
 */
export declare function countLanes(waitingBatches: number, isDown: boolean, limits: LaneLimits): number;
//# sourceMappingURL=lanes.d.ts.map
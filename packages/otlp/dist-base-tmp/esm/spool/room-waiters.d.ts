/** Callers that wait until there is room again. */
export declare class RoomWaiters {
    private readonly freeBytes;
    private neededBytes;
    private readonly waiting;
    /** @param freeBytes - asked whenever something may have changed */
    constructor(freeBytes: () => number);
    /** Whether somebody was turned away for want of room that is still not there. */
    get isWanted(): boolean;
    /** Takes note of an append that was turned away. */
    want(bytes: number): void;
    /** Resolves when what was turned away last fits, when the signal aborts, or on {@link wakeAll}. */
    wait(signal?: AbortSignal): Promise<void>;
    /** Lets those go on whose append fits now. */
    wake(): void;
    wakeAll(): void;
}
//# sourceMappingURL=room-waiters.d.ts.map
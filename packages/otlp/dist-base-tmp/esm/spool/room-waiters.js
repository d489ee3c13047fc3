/** Callers that wait until there is room again. */
export class RoomWaiters {
    freeBytes;
    neededBytes = 0;
    waiting = new Set();
    /** @param freeBytes - asked whenever something may have changed */
    constructor(freeBytes) {
        this.freeBytes = freeBytes;
    }
    /** Whether somebody was turned away for want of room that is still not there. */
    get isWanted() {
        return this.neededBytes > this.freeBytes();
    }
    /** Takes note of an append that was turned away. */
    want(bytes) {
        this.neededBytes = bytes;
    }
    /** Resolves when what was turned away last fits, when the signal aborts, or on {@link wakeAll}. */
    wait(signal) {
        if (!this.isWanted || signal?.aborted === true)
            return Promise.resolve();
        return new Promise((resolve) => {
            const finish = () => {
                this.waiting.delete(finish);
                signal?.removeEventListener('abort', finish);
                resolve();
            };
            this.waiting.add(finish);
            signal?.addEventListener('abort', finish, { once: true });
        });
    }
    /** Lets those go on whose append fits now. */
    wake() {
        if (!this.isWanted)
            this.wakeAll();
    }
    wakeAll() {
        this.neededBytes = 0;
        for (const finish of [...this.waiting])
            finish();
    }
}
//# sourceMappingURL=room-waiters.js.map
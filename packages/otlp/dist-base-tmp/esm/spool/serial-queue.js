/** Runs tasks one after the other, in the order in which they were given. */
export class SerialQueue {
    tail = Promise.resolve();
    waiting = 0;
    /** Whether a task is running or waiting. */
    get isBusy() {
        return this.waiting > 0;
    }
    /** The result of the task; a task that fails does not stop those behind it. */
    run(task) {
        this.waiting += 1;
        const result = this.tail.then(task).finally(() => {
            this.waiting -= 1;
        });
        this.tail = result.catch(() => undefined);
        return result;
    }
    /** Resolves once all tasks given so far have ended. */
    async idle() {
        await this.tail;
    }
}
//# sourceMappingURL=serial-queue.js.map
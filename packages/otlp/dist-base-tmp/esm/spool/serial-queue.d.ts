/** Runs tasks one after the other, in the order in which they were given. */
export declare class SerialQueue {
    private tail;
    private waiting;
    /** Whether a task is running or waiting. */
    get isBusy(): boolean;
    /** The result of the task; a task that fails does not stop those behind it. */
    run<T>(task: () => Promise<T>): Promise<T>;
    /** Resolves once all tasks given so far have ended. */
    idle(): Promise<void>;
}
//# sourceMappingURL=serial-queue.d.ts.map
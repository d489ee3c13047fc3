/** The end that one attempt has to keep, whatever it is doing. */
export interface Deadline {
    /** Aborts when the time is up or when the caller's signal aborts. */
    readonly signal: AbortSignal;
    /** Why the signal aborted; undefined while it has not. */
    readonly cause: () => 'timeout' | 'stopped' | undefined;
    /** Lets go of the timer and of the caller's signal. */
    readonly clear: () => void;
}
/**
 * A deadline `timeoutMs` from now. Does by hand what `AbortSignal.any` and `AbortSignal.timeout` do: on Node 20 a
 * signal that lives long, as the one of a process does, keeps a trace of every signal that was ever derived from it.
 * In the background, its timer does not keep the process alive.
 */
export declare function createDeadline(timeoutMs: number, stop: AbortSignal | undefined, { isBackground }?: {
    readonly isBackground: boolean;
}): Deadline;
//# sourceMappingURL=deadline.d.ts.map
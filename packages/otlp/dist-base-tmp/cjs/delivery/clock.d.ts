/** The time of a sender: injected, so that an outage of ten minutes is tested in a millisecond. */
export interface Clock {
    /** Milliseconds that only go forward; where they begin does not matter. */
    readonly now: () => number;
    /** Resolves after `ms`, or at once when the signal aborts. */
    readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
/** The clock of the process. The wall clock is not used: it can be set back. */
export declare const SYSTEM_CLOCK: Clock;
/** The clock of the process, whose waits do not keep it alive: for what runs beside an application. */
export declare const BACKGROUND_CLOCK: Clock;
/** Calls back in the next turn of the event loop, after the answers that have come in. */
export declare function inNextTurn(callback: () => void): void;
//# sourceMappingURL=clock.d.ts.map
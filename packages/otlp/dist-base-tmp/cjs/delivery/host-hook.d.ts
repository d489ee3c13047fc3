import type { Clock } from './clock.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
/**
 * A function of the host that must not harm us: what it throws is told at most once a minute, and after ten failures in
 * a row it is not called for a minute.
 */
export declare class HostHook<Args extends readonly unknown[]> {
    private readonly name;
    private readonly hook;
    private readonly context;
    private failures;
    private restsUntilMs;
    private toldMs;
    constructor(name: string, hook: (...args: Args) => void, context: {
        readonly clock: Clock;
        readonly warnings: OneTimeWarnings;
    });
    /** Calls the function of the host, unless it rests. Never throws. */
    call(...args: Args): void;
    private fail;
}
//# sourceMappingURL=host-hook.d.ts.map
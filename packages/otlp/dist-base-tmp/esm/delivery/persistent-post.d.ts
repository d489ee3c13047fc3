import type { OtlpTransport } from '../transport/export-response.js';
import { type BreakerPolicy } from './circuit-breaker.js';
import type { Clock } from './clock.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { type Verdict } from './verdict.js';
/** Options of a {@link PersistentPost}. */
export interface PersistentPostOptions {
    readonly transport: OtlpTransport;
    readonly clock: Clock;
    readonly policy: BreakerPolicy;
    readonly warnings: OneTimeWarnings;
    /** Ends all waiting and all attempts under way. */
    readonly signal: AbortSignal | undefined;
}
/** A verdict that leaves the question open: the destination could not decide. */
type NoVerdict = Extract<Verdict, {
    action: 'wait' | 'pause';
}>;
/** How sending one request ended: with a verdict of the receiver, or without one. */
export type SenderEnd = Exclude<Verdict, NoVerdict> | {
    readonly action: 'give-up';
    readonly detail: string;
};
/**
 * How long one request is sent: until the receiver has decided about it, or `once`, and then not at all while the
 * destination is known to be down; for callers who have another place for it.
 */
export type Persistence = 'until-decided' | 'once';
/**
 * Sends a request again and again, always the same bytes, until the receiver has decided about it or the destination
 * has been without a success for too long. Requests run side by side and share one circuit breaker: while the
 * destination fails only one of them goes out at a time, and when one gives up, all do.
 */
export declare class PersistentPost {
    private readonly options;
    private readonly breaker;
    /** Aborts when nobody may wait any longer; what it was is in `endReason`. */
    private readonly end;
    private endReason;
    private hasGivenUp;
    private lastFault;
    /** Requests that wait for the probe. */
    private wakers;
    /** The wait of all requests that wait for the same moment. */
    private sleeping;
    /** One for each attempt under way: more than ten listeners on one signal make Node warn of a leak. */
    private readonly attempts;
    private readonly stop;
    constructor(options: PersistentPostOptions);
    get state(): 'open' | 'failing' | 'gave-up' | 'closed';
    /** What the destination, or the way to it, said when a request failed last. */
    get fault(): string;
    /** Sends one request to its end. Never rejects. */
    send(body: Uint8Array, persistence?: Persistence): Promise<SenderEnd>;
    /** Ends all waiting; attempts under way run to their end, or until the signal aborts. */
    close(): void;
    /** Lets go of the signal, which may live as long as the process. */
    forgetSignal(): void;
    /** One attempt; undefined when it brought no verdict. */
    private try;
    private attempt;
    /** Waits, together with all others: while the destination is down no moment to wait for comes nearer. */
    private sleep;
    private fail;
    private giveUp;
    private probeEnd;
    private wake;
    private endFor;
}
export {};
//# sourceMappingURL=persistent-post.d.ts.map
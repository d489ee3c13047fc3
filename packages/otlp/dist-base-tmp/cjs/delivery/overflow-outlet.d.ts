import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Clock } from './clock.js';
import type { ExportOutcome } from './exporter-ledger.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import type { OverflowStore } from './overflow-store.js';
/** Options of an {@link OverflowOutlet}. */
export interface OverflowOutletOptions {
    readonly store: OverflowStore;
    readonly clock: Clock;
    readonly warnings: OneTimeWarnings;
}
/** What became of spans that were to be kept: one outcome for each, or none at all. */
export type KeptSpans = {
    readonly status: 'kept';
    readonly outcomes: readonly (readonly [ReadableSpan, ExportOutcome])[];
} | {
    readonly status: 'not-kept';
};
/** The way of spans into the store. Never throws, whatever the store does. */
export declare class OverflowOutlet {
    private readonly options;
    private pendingBytes;
    private restsUntilMs;
    private lastSync;
    private nextSync;
    constructor(options: OverflowOutletOptions);
    /** Whether spans may be handed over now. */
    get isOpen(): boolean;
    /** Keeps spans; they are encoded before this returns. */
    append(spans: readonly ReadableSpan[]): Promise<KeptSpans>;
    /** Keeps spans before it returns, for the end of a process. */
    appendSync(spans: readonly ReadableSpan[]): KeptSpans;
    /** Lets spans in again: records were acknowledged, so there is room. */
    reopen(): void;
    /** Resolves when all that was appended before would survive a loss of power, or cannot. */
    sync(): Promise<void>;
    private syncOnce;
    private store;
    private answer;
}
//# sourceMappingURL=overflow-outlet.d.ts.map
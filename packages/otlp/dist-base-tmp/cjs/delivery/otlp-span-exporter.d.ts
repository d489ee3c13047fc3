import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { type ExporterLedger } from './exporter-ledger.js';
import { type OtlpSpanExporterOptions } from './exporter-options.js';
/** The answer to `export`, as the SDK defines it. */
type ExportCallback = Parameters<SpanExporter['export']>[1];
/**
 * An exporter that takes spans at once and delivers them in its own time: in batches, several in flight, again and
 * again until the receiver has decided. It never throws into the application, never blocks it and never keeps the
 * process alive but for a flush or a shutdown under way. While the destination is down spans wait in a bounded queue,
 * or in the spool where there is one; every span that is lost is counted under a reason.
 */
export declare class OtlpSpanExporter implements SpanExporter {
    private readonly options;
    private readonly limits;
    private readonly clock;
    /** For deadlines that somebody waits for: their timers hold the process, which nothing else of us does. */
    private readonly deadlineClock;
    private readonly warnings;
    private readonly account;
    private readonly queue;
    private readonly transport;
    private readonly post;
    private readonly delivery;
    private readonly dispatcher;
    private readonly outlet;
    private readonly drain;
    private readonly outcomeHook;
    /** Ends the timer of the schedule. */
    private readonly closing;
    /** Ends requests under way. */
    private readonly stop;
    private isScheduled;
    private shutdownEnd;
    /** Throws a `SpanbridgeError` for a URL, header or number that cannot be used. Begins to send what is spooled. */
    constructor(options?: OtlpSpanExporterOptions);
    /**
     * Takes spans into the queue and calls back at once: with code 0 when they were taken, with code 1 after the
     * shutdown. What becomes of them is told by `onOutcome` and counted in `ledger`.
     */
    export(spans: readonly ReadableSpan[], callback: ExportCallback): void;
    /** Takes one span into the queue: what `export` does, without an array and a callback for each. */
    add(span: ReadableSpan): void;
    /**
     * Resolves when every span that was taken before has an outcome or is in the spool; what is in flight counts, too.
     * Rejects with what is left when the deadline passes. Holds the process until then.
     */
    forceFlush(timeoutMs?: number): Promise<void>;
    /**
     * Delivers what is left within the deadline, then puts the rest into the spool or, without one, counts it as dropped
     * and tells so in one line. Spans that come later are dropped. Further calls answer the same promise. Never rejects.
     */
    shutdown(timeoutMs?: number): Promise<void>;
    /**
     * Puts everything that waits or is in flight into the spool before it returns, for the last moment of a process
     * (`process.on('exit')`). Without a spool it is counted as dropped and told in one line. Answers how many spans were
     * spooled and dropped.
     */
    flushSync(): {
        readonly spooled: number;
        readonly dropped: number;
    };
    /** The account of this moment; it always balances. */
    ledger(): ExporterLedger;
    /** Takes note of spans that the spool lost or dropped: its hook `onDrop` is to be led here. */
    noteSpoolDrop(drop: {
        readonly reason: 'spool-corrupt' | 'spool-size' | 'spool-age';
        readonly spanCount: number;
    }): void;
    private createDispatcher;
    private createDrain;
    /** Lets a batch leave in time that does not become full. */
    private schedule;
    private settleWithin;
    private close;
    private closeStore;
    /** Waits for something, but not longer than this, and not for its success. */
    private within;
    /** Spools all spans without an outcome, now, or drops them and says so in one line. */
    private putAway;
    private dropForRoom;
    private drop;
    private settle;
    private describeRest;
    private describeDeadline;
}
export {};
//# sourceMappingURL=otlp-span-exporter.d.ts.map
import type { SpanOutcome } from './span-outcome.js';
/** Why spans were lost. */
export type DropReason = 
/** There was no room in the queue, and none in the spool. */
'queue-full'
/** They were left when the deadline of `shutdown` had passed, and could not be spooled. */
 | 'shutdown'
/** They were left when the process ended without a shutdown, and could not be spooled. */
 | 'exit'
/** They came after the shutdown. */
 | 'closed'
/** The spool lost or dropped them. */
 | 'spool-corrupt' | 'spool-size' | 'spool-age';
/** All of {@link DropReason}. */
export declare const DROP_REASONS: readonly DropReason[];
/** What became of a span, for the hook of the host. */
export type ExportOutcome = Exclude<SpanOutcome, {
    status: 'unsent';
}>
/** It is on disk and will be sent from there. */
 | {
    readonly status: 'spooled';
} | {
    readonly status: 'dropped';
    readonly reason: DropReason;
};
/**
 * The account of an exporter at one moment. At any time
 * `taken + recovered = accepted + refused + dropped + spooled + queued + inFlight`.
 */
export interface ExporterLedger {
    /** Spans that were handed over. */
    readonly taken: number;
    /** Spans that an earlier process had left in the spool. */
    readonly recovered: number;
    readonly accepted: number;
    readonly refused: number;
    /** The sum of `droppedByReason`. */
    readonly dropped: number;
    readonly droppedByReason: Readonly<Record<DropReason, number>>;
    /** Spans in the spool, also those that are being sent from it. */
    readonly spooled: number;
    /** Spans that wait in memory. */
    readonly queued: number;
    /** Spans in requests, or on their way to the spool. */
    readonly inFlight: number;
    /** Values that were cut because their span was larger than a request. */
    readonly cutValues: number;
}
/** Counts what becomes of the spans of one exporter. */
export declare class ExporterAccount {
    /** Spans that were handed over. */
    taken: number;
    recovered: number;
    spooled: number;
    accepted: number;
    refused: number;
    readonly droppedByReason: Record<DropReason, number>;
    /** All spans that were lost, for whatever reason. */
    get dropped(): number;
    /** Counts one final outcome. */
    settle(outcome: ExportOutcome): void;
    /** A copy; what only others know is handed in. */
    snapshot(others: Pick<ExporterLedger, 'queued' | 'inFlight' | 'cutValues'>): ExporterLedger;
}
//# sourceMappingURL=exporter-ledger.d.ts.map
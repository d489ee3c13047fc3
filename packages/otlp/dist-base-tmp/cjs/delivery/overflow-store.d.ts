import type { SpanPriority } from './priority.js';
/** Encoded spans of one priority, as they are kept. */
export interface OverflowEntry {
    readonly signal: 'traces' | 'logs';
    readonly priority: SpanPriority;
    readonly spanCount: number;
    /** A whole protobuf ExportTraceServiceRequest; several of them in a row are one too. */
    readonly body: Uint8Array;
}
/** An entry that was kept, with its place in the order. */
export interface OverflowRecord extends OverflowEntry {
    readonly sequence: number;
}
/** Whether entries were kept: all, or none. */
export type OverflowAppendResult = {
    readonly status: 'appended';
}
/** There is no room. */
 | {
    readonly status: 'full';
}
/** The disk said no. */
 | {
    readonly status: 'failed';
    readonly detail: string;
};
/**
 * Where an exporter puts spans that it cannot send now and that must survive the process, as far as the exporter sees
 * it. The spool on disk is one.
 */
export interface OverflowStore {
    /** Keeps entries. Calls are serialised. */
    append(entries: readonly OverflowEntry[]): Promise<OverflowAppendResult>;
    /** Keeps entries before it returns, for the end of a process. */
    appendSync(entries: readonly OverflowEntry[]): OverflowAppendResult;
    /** Makes what was kept survive a loss of power. */
    sync(): Promise<unknown>;
    /** What is kept for one destination. */
    destination(name: string): OverflowDestination;
    close(): Promise<void>;
}
/** The records of a store that one destination has not got yet. */
export interface OverflowDestination {
    /** Spans that are kept and not acknowledged. */
    readonly pendingSpans: number;
    /** The oldest records, within the limits but at least one; undefined when none is left now. */
    take(limits: {
        readonly spansMax: number;
        readonly bytesMax: number;
    }): Promise<readonly OverflowRecord[] | undefined>;
    /** The destination has decided about these records: they are not needed any more. */
    ack(sequences: readonly number[]): Promise<void>;
    /** These records were not sent: they can be taken again. */
    release(sequences: readonly number[]): void;
}
//# sourceMappingURL=overflow-store.d.ts.map
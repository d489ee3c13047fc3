import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import type { OtlpTransport } from '../transport/export-response.js';
import type { OtlpCompression, TlsMaterial } from '../transport/http-transport.js';
import { type BatchLimits } from './batch.js';
import type { Clock } from './clock.js';
import type { ExportOutcome } from './exporter-ledger.js';
import type { OverflowStore } from './overflow-store.js';
/** Options of an `OtlpSpanExporter`. */
export interface OtlpSpanExporterOptions {
    /** The traces URL as it stands. Comes before `endpoint`. */
    readonly url?: string;
    /** A base, which gets `/v1/traces`, or, with a path, the traces URL. Default `http://127.0.0.1:4318`. */
    readonly endpoint?: string;
    /** More headers, such as credentials. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Default `protobuf`. */
    readonly encoding?: OtlpEncoding;
    /** Default `none`. */
    readonly compression?: OtlpCompression;
    /** The longest time of one attempt. Default 10,000. */
    readonly timeoutMs?: number;
    readonly tls?: TlsMaterial;
    /** Requests in flight. Default 4. */
    readonly concurrency?: number;
    /** Requests in flight while the queue grows. Default 16, or `concurrency` when that is larger. */
    readonly concurrencyMax?: number;
    /** Spans in one request at most. Default 512. */
    readonly batchSpansMax?: number;
    /** Estimated size of one request at most. Default, and at most, 4 MiB. */
    readonly batchBytesMax?: number;
    /** How long after its first span a batch leaves that has not become full. Default 1,000. */
    readonly scheduleDelayMs?: number;
    /** Spans that wait at most. Default 65,536. */
    readonly queueSpansMax?: number;
    /** Estimated memory of the spans that wait. Default 64 MiB. */
    readonly queueBytesMax?: number;
    /** The deadline of `forceFlush` when the call names none. Default 30,000. */
    readonly flushTimeoutMs?: number;
    /** The deadline of `shutdown` when the call names none. Default 30,000. */
    readonly shutdownTimeoutMs?: number;
    /** Keeps what the queue cannot hold, and what cannot be sent; closed by `shutdown`. Default: none. */
    readonly spool?: OverflowStore | undefined;
    /** The name under which `spool` knows this exporter's destination. Default `traces`. */
    readonly spoolDestination?: string;
    /** Carries the requests instead of HTTP; what describes HTTP is then not used. */
    readonly transport?: OtlpTransport;
    /** Default: the clock of the process. */
    readonly clock?: Clock;
    /** From 0 to below 1; spreads the retries. Default `Math.random`. */
    readonly random?: () => number;
    /** Told what became of each span, such as for dead letters. Spans that come from the spool were decoded anew. */
    readonly onOutcome?: ((span: ReadableSpan, outcome: ExportOutcome) => void) | undefined;
    /** Told the first time that something goes wrong, in a sentence. Default: `diag.warn` of the OTel API. */
    readonly warn?: ((message: string) => void) | undefined;
}
/** The numbers among the options, checked and complete. */
export interface ExporterLimits {
    readonly batch: BatchLimits;
    readonly concurrency: number;
    readonly concurrencyMax: number;
    readonly scheduleDelayMs: number;
    readonly queueSpansMax: number;
    readonly queueBytesMax: number;
    readonly flushTimeoutMs: number;
    readonly shutdownTimeoutMs: number;
}
/** Checks the numbers among the options and fills in what is missing; throws a `SpanbridgeError` for a wrong one. */
export declare function toExporterLimits(options: OtlpSpanExporterOptions): ExporterLimits;
/** The traces URL of the options; throws a `SpanbridgeError` when it is none. */
export declare function toTracesUrl({ url, endpoint }: OtlpSpanExporterOptions): string;
//# sourceMappingURL=exporter-options.d.ts.map
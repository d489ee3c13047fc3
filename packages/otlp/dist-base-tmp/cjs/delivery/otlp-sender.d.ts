import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import type { OtlpTransport } from '../transport/export-response.js';
import { type OtlpCompression, type TlsMaterial } from '../transport/http-transport.js';
import { type Clock } from './clock.js';
import type { SpanOutcome } from './span-outcome.js';
/** Options of {@link createOtlpSender}. */
export interface OtlpSenderOptions {
    /** The traces URL as it stands. */
    readonly url: string;
    /** More headers, such as credentials. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Default `protobuf`. */
    readonly encoding?: OtlpEncoding;
    /** Default `none`. */
    readonly compression?: OtlpCompression;
    /** Spans in one request at most; default 512. A request also stays under 4 MiB before compression. */
    readonly batchSpansMax?: number;
    /** The longest time of one attempt. Default 10,000. */
    readonly timeoutMs?: number;
    /** How long failures may go on without any success; Infinity: without end, 0: not at all. Default 30,000. */
    readonly retryForMs?: number;
    readonly tls?: TlsMaterial;
    /** Carries the requests instead of HTTP; `url`, `headers`, `compression`, `timeoutMs` and `tls` are then not used. */
    readonly transport?: OtlpTransport;
    /** Default: the clock of the process. */
    readonly clock?: Clock;
    /** From 0 to below 1; spreads the retries. Default `Math.random`. */
    readonly random?: () => number;
    /** Told the first time that something goes wrong, in a sentence. Default: `diag.warn` of the OTel API. */
    readonly warn?: (message: string) => void;
    /** Ends all waiting and all attempts under way; spans that have not arrived are then `unsent`. */
    readonly signal?: AbortSignal;
}
/** `open`: the last attempt succeeded, or none was made. `failing`: waiting for a success. The others are final. */
export type OtlpSenderState = 'open' | 'failing' | 'gave-up' | 'closed';
/** Delivers spans to one OTLP receiver and says for each what became of it. */
export interface OtlpSender {
    /**
     * Sends spans, at most `batchSpansMax` and 4 MiB in one request, one request after the other. Answers one outcome for
     * each span, in their order, when all are known. Never rejects. Calls may overlap; the caller bounds how many.
     */
    send(spans: readonly ReadableSpan[]): Promise<readonly SpanOutcome[]>;
    /** Ends all waiting (what has not arrived is `unsent`), lets attempts under way end, and closes the connections. */
    close(): Promise<void>;
    readonly state: OtlpSenderState;
}
/** A sender over HTTP, or over the transport of the options. Throws a `SpanbridgeError` for an option out of range. */
export declare function createOtlpSender(options: OtlpSenderOptions): OtlpSender;
/** The diagnostics of the OTel API: silent unless the application has set a logger. */
export declare function warnOfOtel(message: string): void;
//# sourceMappingURL=otlp-sender.d.ts.map
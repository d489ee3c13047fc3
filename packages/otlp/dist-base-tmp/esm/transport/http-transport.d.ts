import { type OtlpEncoding } from '../codec/encoding.js';
import type { OtlpTransport } from './export-response.js';
/** How a request is compressed on the wire. */
export type OtlpCompression = 'none' | 'gzip';
/** Certificates in PEM, for receivers with an authority of their own or with client certificates. */
export interface TlsMaterial {
    /** The certificate of the authority that signed the receiver's. Default: those that Node brings. */
    readonly ca?: string | Uint8Array;
    /** The client's certificate. */
    readonly cert?: string | Uint8Array;
    /** The client's private key. */
    readonly key?: string | Uint8Array;
}
/** Options of {@link createHttpTransport}. */
export interface HttpTransportOptions {
    /** The traces URL as it stands; its scheme alone decides about TLS. */
    readonly url: string;
    /** More headers, such as credentials. They cannot replace those that OTLP prescribes. */
    readonly headers?: Readonly<Record<string, string>>;
    /** Default `protobuf`. */
    readonly encoding?: OtlpEncoding;
    /** Default `none`. */
    readonly compression?: OtlpCompression;
    /** The longest time of one attempt, from its beginning to the end of the answer. Default 10,000. */
    readonly timeoutMs?: number;
    readonly tls?: TlsMaterial;
    /** The wall clock against which a date in `Retry-After` is read. Default `Date.now`. */
    readonly nowUnixMs?: () => number;
    /**
     * Requests do not keep the process alive: who needs their answers holds it. Default false. While a connection is
     * being opened the operating system still does.
     */
    readonly isBackground?: boolean;
}
/** Goes with every request unless `headers` has another. */
export declare const USER_AGENT = "spanbridge/0.1.0 OTel-OTLP-Exporter-JavaScript/0.1.0";
/** The deadline of one attempt that the OTLP exporter specification gives. */
export declare const TIMEOUT_DEFAULT_MS = 10000;
/**
 * A transport over HTTP/1.1 with kept-alive connections. Redirects are not followed, TLS is never given up for plain
 * text, and an answer is read up to 4 MiB. Throws a `SpanbridgeError` for a URL or header that cannot be used.
 */
export declare function createHttpTransport(options: HttpTransportOptions): OtlpTransport;
//# sourceMappingURL=http-transport.d.ts.map
import type { IncomingMessage } from 'node:http';
/** The largest answer that is read, counted after decompression (OTLP specification, "OTLP/HTTP Response"). */
export declare const RESPONSE_BYTES_MAX: number;
/** What became of the body of an answer. */
export type ResponseBody = {
    readonly status: 'read';
    readonly bytes: Uint8Array;
}
/** Larger than allowed, after decompression. The connection is closed, so nothing more is taken in. */
 | {
    readonly status: 'too-large';
}
/** Cut off, or in a compression that is unknown or does not hold. */
 | {
    readonly status: 'broken';
};
/** Reads the body of an answer of at most {@link RESPONSE_BYTES_MAX}, decompressed; undefined when that fails. */
export declare function readBody(message: IncomingMessage): Promise<Uint8Array | undefined>;
/** Reads the body of an answer of at most `bytesMax`, decompressed. Never rejects. */
export declare function readBodyWithin(message: IncomingMessage, bytesMax: number): Promise<ResponseBody>;
//# sourceMappingURL=read-body.d.ts.map
import type { OtlpEncoding } from './encoding.js';
/** What a receiver says when it could not take every span, or took all of them with a remark. */
export interface PartialSuccess {
    /** How many spans were turned down; 0 with a message is a warning. */
    readonly rejectedSpans: number;
    /** Why, for humans. */
    readonly errorMessage: string;
}
/** The body of an answer with a 2xx status; no `partialSuccess` means that every span was taken. */
export type DecodeExportResponseResult = {
    readonly status: 'decoded';
    readonly partialSuccess?: PartialSuccess;
} | {
    readonly status: 'invalid';
    readonly detail: string;
};
/** `google.rpc.Status`, the body of every OTLP answer with a 4xx or 5xx status. */
export interface RpcStatus {
    /** A code of gRPC: 3 invalid argument, 8 resource exhausted, 12 unimplemented, 14 unavailable … */
    readonly code: number;
    /** What was wrong and what to do, for the developer of the sender. */
    readonly message: string;
}
/** What became of the body of an answer with a 4xx or 5xx status. */
export type DecodeStatusResult = ({
    readonly status: 'decoded';
} & RpcStatus) | {
    readonly status: 'invalid';
    readonly detail: string;
};
/** The body of an ExportTraceServiceResponse; undefined means that every span was taken. */
export declare function encodeExportResponse(partialSuccess: PartialSuccess | undefined, encoding: OtlpEncoding): Uint8Array;
/** Decodes the body of an ExportTraceServiceResponse. An empty body is full success in both encodings. Never throws. */
export declare function decodeExportResponse(body: Uint8Array, encoding: OtlpEncoding): DecodeExportResponseResult;
/** The body of a `google.rpc.Status`. */
export declare function encodeStatus(status: RpcStatus, encoding: OtlpEncoding): Uint8Array;
/** Decodes a `google.rpc.Status`; its `details` are not read. Never throws. */
export declare function decodeStatus(body: Uint8Array, encoding: OtlpEncoding): DecodeStatusResult;
//# sourceMappingURL=export-response.d.ts.map
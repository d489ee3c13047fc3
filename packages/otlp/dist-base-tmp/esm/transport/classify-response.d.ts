import { type OtlpEncoding } from '../codec/encoding.js';
import type { ExportResponse } from './export-response.js';
/** An HTTP answer as far as it was read. */
export interface HttpAnswer {
    readonly httpStatus: number;
    readonly contentType: string | undefined;
    /** The whole body; undefined when it was cut off or larger than allowed. */
    readonly body: Uint8Array | undefined;
    /** The wait that the receiver asked for. */
    readonly retryAfterMs: number | undefined;
}
/** What the answer answers. */
export interface AnsweredRequest {
    /** Where it went, without credentials. */
    readonly address: string;
    readonly encoding: OtlpEncoding;
}
/** Reads an HTTP answer by the rules of OTLP. Pure. */
export declare function classifyResponse(answer: HttpAnswer, request: AnsweredRequest): ExportResponse;
//# sourceMappingURL=classify-response.d.ts.map
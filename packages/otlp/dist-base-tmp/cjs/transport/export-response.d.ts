/** What one attempt to export a request came to. Transports never throw; every way to fail is one of these. */
export type ExportResponse = 
/** Every span was taken. `warning` is a remark of the receiver, or says that its answer could not be read. */
{
    readonly status: 'success';
    readonly warning?: string;
}
/** The receiver took the request but turned down some spans; it does not say which. MUST NOT be sent again. */
 | {
    readonly status: 'partial';
    readonly rejectedSpans: number;
    readonly message: string;
}
/** Nothing is known to have been taken, and the same bytes may be sent again. */
 | {
    readonly status: 'retryable';
    /** 429, 502, 503 or 504; undefined when no answer came at all. */
    readonly httpStatus?: number;
    /** How long the receiver asked to wait; undefined leaves the wait to the sender. */
    readonly retryAfterMs?: number;
    readonly detail: string;
}
/** The receiver turned the request down. MUST NOT be sent again as it is. */
 | {
    readonly status: 'failure';
    readonly httpStatus: number;
    readonly detail: string;
};
/** Carries encoded requests to one receiver. */
export interface OtlpTransport {
    /**
     * Makes one attempt. Never rejects; ends within the transport's deadline.
     *
     * @param body - the encoded request; neither changed nor kept
     * @param signal - gives the attempt up: the answer is then `retryable`
     */
    send(body: Uint8Array, signal?: AbortSignal): Promise<ExportResponse>;
    /** Releases idle connections. Attempts under way are not touched. */
    close(): void;
}
//# sourceMappingURL=export-response.d.ts.map
/**
 * Joins the user's headers with those of OTLP; only `User-Agent` can be replaced. Throws a `SpanbridgeError` for a name
 * or value that HTTP does not allow, so that it shows at construction and not at the first batch.
 */
export declare function toRequestHeaders(fromUser: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
//# sourceMappingURL=request-headers.d.ts.map
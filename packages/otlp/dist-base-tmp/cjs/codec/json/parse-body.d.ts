/** Parses the JSON body of a request or a response; 64-bit integers stay exact. Raises `MalformedBody`. */
export declare function parseJsonBody(body: Uint8Array | string): unknown;
//# sourceMappingURL=parse-body.d.ts.map
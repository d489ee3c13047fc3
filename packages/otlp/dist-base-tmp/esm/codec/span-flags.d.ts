/** The OTLP field `flags` of a span (about its parent) or of a link (about the linked span). */
export declare function toSpanFlags(traceFlags: number, isRemote: boolean | undefined): number;
/** The W3C trace flags inside the OTLP field `flags`. */
export declare function traceFlagsOf(flags: number): number;
/** Whether the OTLP field `flags` says remote or local; undefined when the sender did not say. */
export declare function isRemoteOf(flags: number): boolean | undefined;
//# sourceMappingURL=span-flags.d.ts.map
/** Says in one or two sentences why no answer came, and what to do about it. */
export declare function describeConnectFault(error: unknown, url: URL): string;
/** A URL as it may be told: without user, password and query, which can hold secrets. */
export declare function addressOf(url: URL): string;
//# sourceMappingURL=connect-fault.d.ts.map
/** What became of one span that was handed to a sender. */
export type SpanOutcome = 
/** The receiver took it. */
{
    readonly status: 'accepted';
}
/** It cannot be delivered, now or later: the receiver turned it down, or it is not a valid span. */
 | {
    readonly status: 'refused';
    /** The status of the answer, 200 for a partial success; 0 when the span was not sent at all. */
    readonly httpStatus: number;
    readonly reason: string;
    /**
     * False when the receiver only told how many spans of a request it turned down. Their number is exact, but which
     * ones they were is not known, and this may be one of those that it took.
     */
    readonly identified?: false;
}
/** It was not taken, and may be sent again later. */
 | {
    readonly status: 'unsent';
    readonly reason: string;
};
/** The outcome of every span that arrived: one object for all of them. */
export declare const ACCEPTED: SpanOutcome;
//# sourceMappingURL=span-outcome.d.ts.map
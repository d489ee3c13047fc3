/** The outcome of every span that arrived: one object for all of them. */
export const ACCEPTED = { status: 'accepted' };
//# sourceMappingURL=span-outcome.js.map
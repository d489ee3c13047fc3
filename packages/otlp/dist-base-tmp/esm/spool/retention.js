/**
 * The candidates that a policy does not keep, oldest first. `candidates` are in order of age, oldest first; what goes
 * for count or size goes from the old end, so that what stays is always the newest part.
 */
export function chooseRetired(candidates, policy, nowUnixMs) {
    const { ageMsMax, countMax, sizeBytesMax } = limitsOf(policy);
    const retired = [];
    let countLeft = candidates.length;
    let sizeBytesLeft = candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const candidate of candidates) {
        const isOld = nowUnixMs - candidate.newestUnixMs > ageMsMax;
        const reason = isOld ? 'age' : countLeft > countMax ? 'count' : sizeBytesLeft > sizeBytesMax ? 'size' : undefined;
        // A clock that was set back may make an old candidate look young; younger ones behind it can still be too old.
        if (reason === undefined)
            continue;
        retired.push({ candidate, reason });
        countLeft -= 1;
        sizeBytesLeft -= candidate.sizeBytes;
    }
    return retired;
}
function limitsOf(policy) {
    return { ageMsMax: Infinity, countMax: Infinity, sizeBytesMax: Infinity, ...policy };
}
//# sourceMappingURL=retention.js.map
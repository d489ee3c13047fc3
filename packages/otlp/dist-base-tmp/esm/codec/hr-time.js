const NANOS_PER_SECOND = 1_000_000_000;
/** 10^9 without its nine factors of two. Seconds times this stay exact in a double until the year 2116. */
const NANOS_PER_SECOND_ODD = 1_953_125;
/** Seconds below this keep `seconds · 1953125` under 2^53. */
const FAST_SECONDS_MAX = 4_611_000_000;
const UINT64_MAX = 2n ** 64n - 1n;
/** Answers whether {@link low32WithCarryOf} and {@link high32Of} are exact for a time; others go through a bigint. */
export function isFastTime(time) {
    const seconds = time[0];
    const nanos = time[1];
    // Comparisons are false for NaN, so broken times take the slow way too.
    return seconds >= 0 && seconds < FAST_SECONDS_MAX && seconds % 1 === 0 && nanos >= 0 && nanos < NANOS_PER_SECOND;
}
/** A time as the unsigned nanoseconds that OTLP carries; clamped to 0 … 2^64 − 1, broken parts count as 0. */
export function toUnixNano(time) {
    const nanos = wholeNumber(time[0]) * BigInt(NANOS_PER_SECOND) + wholeNumber(time[1]);
    if (nanos < 0n)
        return 0n;
    return nanos > UINT64_MAX ? UINT64_MAX : nanos;
}
/** A time as decimal nanoseconds, the spelling of 64-bit integers in OTLP/JSON. */
export function toUnixNanoText(time) {
    const [seconds, nanos] = time;
    if (!isFastTime(time) || nanos % 1 !== 0)
        return toUnixNano(time).toString();
    return seconds === 0 ? String(nanos) : `${seconds}${String(nanos).padStart(9, '0')}`;
}
/** The two halves of a little-endian fixed64 as an OTel time, without a bigint where the value allows it. */
export function hrTimeFromFixed64(low, high) {
    if (high >= 0x40000000)
        return hrTimeFromUnixNano((BigInt(high) << 32n) | BigInt(low));
    // The nanoseconds divided by 512 fit a double exactly; the nine bits cut off are added again at the end.
    const upper = high * 0x800000 + (low >>> 9);
    const rest = upper % NANOS_PER_SECOND_ODD;
    return [(upper - rest) / NANOS_PER_SECOND_ODD, rest * 512 + (low & 511)];
}
/** Unsigned nanoseconds as an OTel time. */
export function hrTimeFromUnixNano(unixNano) {
    const second = BigInt(NANOS_PER_SECOND);
    return [Number(unixNano / second), Number(unixNano % second)];
}
/** The time from `start` to `end`; zero when the end lies before the start. */
export function durationBetween(start, end) {
    const seconds = end[0] - start[0];
    const nanos = end[1] - start[1];
    const duration = nanos < 0 ? [seconds - 1, nanos + NANOS_PER_SECOND] : [seconds, nanos];
    return duration[0] < 0 ? [0, 0] : duration;
}
/** The lower half of the nanoseconds of a fast time, as an unsigned 32-bit number plus a possible carry bit. */
export function low32WithCarryOf(time) {
    return ((time[0] * NANOS_PER_SECOND_ODD) % 0x800000) * 512 + Math.trunc(time[1]);
}
/** The upper half of the nanoseconds of a fast time, without the carry of {@link low32WithCarryOf}. */
export function high32Of(time) {
    return Math.floor((time[0] * NANOS_PER_SECOND_ODD) / 0x800000);
}
function wholeNumber(value) {
    return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}
//# sourceMappingURL=hr-time.js.map
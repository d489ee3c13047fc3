import type { HrTime } from '@opentelemetry/api';
/** Answers whether {@link low32WithCarryOf} and {@link high32Of} are exact for a time; others go through a bigint. */
export declare function isFastTime(time: HrTime): boolean;
/** A time as the unsigned nanoseconds that OTLP carries; clamped to 0 … 2^64 − 1, broken parts count as 0. */
export declare function toUnixNano(time: HrTime): bigint;
/** A time as decimal nanoseconds, the spelling of 64-bit integers in OTLP/JSON. */
export declare function toUnixNanoText(time: HrTime): string;
/** The two halves of a little-endian fixed64 as an OTel time, without a bigint where the value allows it. */
export declare function hrTimeFromFixed64(low: number, high: number): HrTime;
/** Unsigned nanoseconds as an OTel time. */
export declare function hrTimeFromUnixNano(unixNano: bigint): HrTime;
/** The time from `start` to `end`; zero when the end lies before the start. */
export declare function durationBetween(start: HrTime, end: HrTime): HrTime;
/** The lower half of the nanoseconds of a fast time, as an unsigned 32-bit number plus a possible carry bit. */
export declare function low32WithCarryOf(time: HrTime): number;
/** The upper half of the nanoseconds of a fast time, without the carry of {@link low32WithCarryOf}. */
export declare function high32Of(time: HrTime): number;
//# sourceMappingURL=hr-time.d.ts.map
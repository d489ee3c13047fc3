import type { TimeWindow } from './query-client.js';

const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_MILLI = 1_000_000n;
const NANOS_PER_MICRO = 1000n;

/** A time as RFC 3339 with nine digits behind the point, as Jaeger's `/api/v3` reads it. */
export function toRfc3339Nano(unixNano: bigint): string {
  const wholeSeconds = new Date(Number(unixNano / NANOS_PER_MILLI))
    .toISOString()
    .slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return `${wholeSeconds}.${(unixNano % NANOS_PER_SECOND).toString().padStart(9, '0')}Z`;
}

/** A time in whole microseconds, as Jaeger's older interface reads it. */
export function toMicros(unixNano: bigint): string {
  return (unixNano / NANOS_PER_MICRO).toString();
}

/**
 * A window in whole seconds around it and the time of arrival, as Tempo reads it. Never 0, which Tempo takes for "not
 * given".
 */
export function toSecondsWindow(window: TimeWindow): { readonly start: string; readonly end: string } {
  const { startUnixNano, endUnixNano, arrivedUnixNano = endUnixNano } = window;
  const start = smaller(startUnixNano, arrivedUnixNano) / NANOS_PER_SECOND;
  const end = larger(endUnixNano, arrivedUnixNano) / NANOS_PER_SECOND + 1n;
  return { start: larger(start, 1n).toString(), end: larger(end, 2n).toString() };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

import type { HrTime } from '@opentelemetry/api';

/** Nanoseconds in one second. */
const NANOS_PER_SECOND = 1_000_000_000n;

/** The latest time that a span may carry: backends keep signed 64-bit nanoseconds (year 2262). */
const TIME_MAX_UNIX_NANO = 2n ** 63n - 1n;

/** The earliest: OTLP reads 0 as "not set", and a backend may refuse the whole request for it. */
const TIME_MIN_UNIX_NANO = 1n;

const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar, exact for all years. */
function daysFromEpoch(year: number, month: number, day: number): number {
  // Years start in March here, so that the leap day is the last day and month lengths follow one formula.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Digits after the point as nanoseconds: padded or cut to nine. */
function fractionNanos(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 9).padEnd(9, '0'));
}

/** A minute of wall-clock time, such as `2026-03-01T08:00`, whose seconds since 1970 are known. */
interface KnownMinute {
  readonly text: string;
  readonly unixSeconds: number;
}

/** Length of `YYYY-MM-DDTHH:MM`. */
const MINUTE_LENGTH = 16;

/**
 * The minute that was parsed last. Records of a log come in nearly the order of time, so most share it with the one
 * before; it is memory of a pure function and never changes a result.
 */
let knownMinute: KnownMinute = { text: '', unixSeconds: 0 };

/** The usual form `YYYY-MM-DDTHH:MM:SS.ffffffZ` within the minute that is known; undefined for any other. */
function parseInKnownMinute(text: string): bigint | undefined {
  if (text.length !== 27 || !text.startsWith(knownMinute.text) || knownMinute.text === '') return undefined;
  let digits = 0;
  for (let index = 17; index < 26; index += 1) {
    if (index === 19) continue;
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return undefined;
    digits = digits * 10 + digit;
  }
  const isUsual = text[16] === ':' && text[19] === '.' && text[26] === 'Z' && digits < 60_000_000;
  // Microseconds since 1970 are exact in a double until the year 2255.
  return isUsual ? BigInt(knownMinute.unixSeconds * 1_000_000 + digits) * 1000n : undefined;
}

function parseAnyForm(text: string): bigint | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  // A leap second is written as 60 and belongs to the next minute, as POSIX counts it.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const [offsetHours, offsetMinutes] = [Number(match[10] ?? 0), Number(match[11] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offsetSeconds = (match[9] === '-' ? -60 : 60) * (offsetHours * 60 + offsetMinutes);
  const minuteSeconds = daysFromEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60;
  if (year >= 1970 && year < 2200) knownMinute = { text: text.slice(0, MINUTE_LENGTH), unixSeconds: minuteSeconds };
  return BigInt(minuteSeconds + second - offsetSeconds) * NANOS_PER_SECOND + BigInt(fractionNanos(match[7]));
}

/**
 * Reads an ISO 8601 timestamp into nanoseconds since 1970, exact to the last of nine digits.
 *
 * A space is accepted for `T`, a comma for the point; offsets are `Z`, `±hh:mm` or `±hhmm`; no offset means UTC.
 * Answers undefined for anything else, also for dates that do not exist. Never goes through `Date`, which would lose
 * the microseconds.
 */
export function parseTimestamp(text: string): bigint | undefined {
  return parseInKnownMinute(text) ?? parseAnyForm(text);
}

/** Writes nanoseconds since 1970 as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, cut to microseconds, as Python writes them. */
export function formatTimestampMicros(unixNano: bigint): string {
  // Division of bigints cuts towards zero; before 1970 the second that has begun is the one below.
  const nanosOfSecond = ((unixNano % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = (unixNano - nanosOfSecond) / NANOS_PER_SECOND;
  const micros = nanosOfSecond / 1000n;
  const wholeSeconds = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${wholeSeconds}.${micros.toString().padStart(6, '0')}Z`;
}

/**
 * Milliseconds as a float (an epoch time or a `performance.now()` value) → nanoseconds.
 * The whole and the broken part are converted apart: `x * 1e6` in one double would lose the last digits.
 */
export function millisToNanos(millis: number): bigint {
  const whole = Math.trunc(millis);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((millis - whole) * 1_000_000));
}

/** Nanoseconds as OTel's pair of seconds and nanoseconds. */
export function toHrTime(nanos: bigint): HrTime {
  return [Number(nanos / NANOS_PER_SECOND), Number(nanos % NANOS_PER_SECOND)];
}

/** OTel's pair of seconds and nanoseconds as one integer of nanoseconds. */
export function fromHrTime(time: HrTime): bigint {
  return BigInt(time[0]) * NANOS_PER_SECOND + BigInt(time[1]);
}

/** A time that every backend can store: 1 … 2^63 − 1 nanoseconds. The caller marks the span when it differs. */
export function clampUnixNano(unixNano: bigint): bigint {
  if (unixNano < TIME_MIN_UNIX_NANO) return TIME_MIN_UNIX_NANO;
  return unixNano > TIME_MAX_UNIX_NANO ? TIME_MAX_UNIX_NANO : unixNano;
}

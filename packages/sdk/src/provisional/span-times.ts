import type { HrTime } from '@opentelemetry/api';
import { clampUnixNano, fromHrTime, toHrTime } from '@spanbridge/core';
import type { LiveSpan } from '../crash/open-span-journal.js';

/** Whether one time is later than another; false for a time that is none, such as of a `NaN` that an app handed in. */
export function isAfter(time: HrTime, other: HrTime): boolean {
  return time[0] > other[0] || (time[0] === other[0] && time[1] > other[1]);
}

/** A time that every backend can store: an app may give any start, also 0 or none at all. */
export function usableTime(time: HrTime): HrTime {
  const isUsable = Number.isSafeInteger(time[0]) && Number.isSafeInteger(time[1]) && (time[0] > 0 || time[1] > 0);
  return isUsable && time[1] < 1e9 ? time : clampedTime(time);
}

function clampedTime(time: HrTime): HrTime {
  const whole = (value: number): number => (Number.isFinite(value) ? Math.trunc(value) : 0);
  return toHrTime(clampUnixNano(fromHrTime([whole(time[0]), whole(time[1])])));
}

/**
 * The last time of which a running span itself gives evidence, never "now": its start or its latest event. `noted` is
 * what is known of its descendants.
 */
export function lastEvidence(span: LiveSpan, noted: HrTime | undefined): HrTime {
  let last = usableTime(span.startTime);
  for (const event of span.events) if (isAfter(event.time, last)) last = event.time;
  return usableTime(noted !== undefined && isAfter(noted, last) ? noted : last);
}

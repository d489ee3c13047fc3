import { tickText } from './duration-text.js';

/** One mark of a time axis. */
export interface AxisTick {
  /** Where on the axis, 0 to 1. */
  readonly fraction: number;
  readonly offsetNano: bigint;
  readonly text: string;
}

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;

/** Steps that people count minutes and hours in; below and above, steps are 1, 2, 2.5 and 5 with zeros. */
const CLOCK_STEPS = [
  ...[10n, 15n, 30n].map((seconds) => seconds * SECOND),
  ...[1n, 2n, 5n, 10n, 15n, 30n].map((minutes) => minutes * MINUTE),
  ...[1n, 2n, 6n, 12n, 24n].map((hours) => hours * HOUR),
];

/** Marks at round times from 0 to the duration: the finest round step that gives no more than `ticksMax` of them. */
export function axisTicks(durationNano: bigint, ticksMax: number): AxisTick[] {
  if (durationNano <= 0n) return [{ fraction: 0, offsetNano: 0n, text: '0' }];
  const step = roundStep(durationNano, BigInt(Math.max(1, ticksMax - 1)));
  const ticks: AxisTick[] = [];
  for (let offsetNano = 0n; offsetNano <= durationNano; offsetNano += step) {
    ticks.push({ fraction: fractionOf(offsetNano, durationNano), offsetNano, text: tickText(offsetNano) });
  }
  return ticks;
}

/** A part of a duration as a number from 0 to 1; 0 where the whole has no length. */
export function fractionOf(partNano: bigint, wholeNano: bigint): number {
  if (wholeNano <= 0n || partNano <= 0n) return 0;
  return partNano >= wholeNano ? 1 : Number(partNano) / Number(wholeNano);
}

function roundStep(durationNano: bigint, stepsMax: bigint): bigint {
  const fits = (step: bigint): boolean => durationNano / step <= stepsMax;
  for (const step of decimalSteps(1n, 5n * SECOND)) if (fits(step)) return step;
  for (const step of CLOCK_STEPS) if (fits(step)) return step;
  // The last is far beyond the latest time that a span can carry, so one always fits.
  for (const step of decimalSteps(100n * HOUR, 10n ** 9n * HOUR)) if (fits(step)) return step;
  return durationNano;
}

function* decimalSteps(first: bigint, last: bigint): Generator<bigint, void, undefined> {
  for (let power = first; power <= last; power *= 10n) {
    // 2.5 of the smallest unit would not be whole.
    const steps = [power, 2n * power, ...(power > first ? [(5n * power) / 2n] : []), 5n * power];
    for (const step of steps) if (step <= last) yield step;
  }
}

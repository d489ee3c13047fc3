const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;

/** Units with decimals, smallest first, each with the first value that belongs to the next one. */
const DECIMAL_UNITS = [
  { name: 'ns', nanos: 1n, below: 1_000n },
  { name: 'µs', nanos: 1_000n, below: 1_000_000n },
  { name: 'ms', nanos: 1_000_000n, below: SECOND },
  { name: 's', nanos: SECOND, below: MINUTE },
] as const;

/**
 * A duration as people read it: three digits that count (`1.23ms`, `45.6s`), from a minute on two whole units (`2m 5s`,
 * `3h 12m`). Rounded to the nearest, also over the border of a unit: 999.96 µs is `1ms`.
 */
export function durationText(nanos: bigint): string {
  if (nanos < 0n) return `-${durationText(-nanos)}`;
  if (nanos === 0n) return '0';
  for (const unit of DECIMAL_UNITS) {
    const rounded = roundToThreeDigits(nanos, unit.nanos);
    if (rounded < unit.below) return decimalText(rounded, unit.nanos) + unit.name;
  }
  const [large, small, largeName, smallName] =
    roundTo(nanos, SECOND) < HOUR ? ([MINUTE, SECOND, 'm', 's'] as const) : ([HOUR, MINUTE, 'h', 'm'] as const);
  return twoUnits(roundTo(nanos, small), { large, small, largeName, smallName });
}

/** An instant of a time axis, without rounding: `0`, `250ms`, `1.5s`, `2m 30s`. For round values only. */
export function tickText(nanos: bigint): string {
  if (nanos === 0n) return '0';
  const unit = DECIMAL_UNITS.find(({ below }) => nanos < below);
  if (unit !== undefined) return decimalText(nanos, unit.nanos) + unit.name;
  if (nanos < HOUR) return twoUnits(nanos, { large: MINUTE, small: SECOND, largeName: 'm', smallName: 's' });
  return twoUnits(nanos, { large: HOUR, small: MINUTE, largeName: 'h', smallName: 'm' });
}

/** An instant since 1970 as `2025-10-24 12:06:31.123 UTC`, cut to so many digits of the second (0 to 9). */
export function utcText(unixNano: bigint, fractionDigits: number): string {
  const wholeSeconds = new Date(Number(unixNano / SECOND) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const fraction = (unixNano % SECOND).toString().padStart(9, '0').slice(0, fractionDigits);
  return fraction === '' ? `${wholeSeconds} UTC` : `${wholeSeconds}.${fraction} UTC`;
}

function roundTo(nanos: bigint, step: bigint): bigint {
  return ((nanos + step / 2n) / step) * step;
}

function roundToThreeDigits(nanos: bigint, unitNanos: bigint): bigint {
  const step = nanos >= 100n * unitNanos ? unitNanos : nanos >= 10n * unitNanos ? unitNanos / 10n : unitNanos / 100n;
  return step <= 1n ? nanos : roundTo(nanos, step);
}

function decimalText(nanos: bigint, unitNanos: bigint): string {
  const whole = (nanos / unitNanos).toString();
  const digits = unitNanos.toString().length - 1;
  const fraction = (nanos % unitNanos).toString().padStart(digits, '0').slice(0, digits).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function twoUnits(
  nanos: bigint,
  units: { readonly large: bigint; readonly small: bigint; readonly largeName: string; readonly smallName: string },
): string {
  const rest = (nanos % units.large) / units.small;
  const large = `${nanos / units.large}${units.largeName}`;
  return rest === 0n ? large : `${large} ${rest}${units.smallName}`;
}

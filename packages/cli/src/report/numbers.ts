/** An integer with its thousands parted: 12,345. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number and its noun: `1 span`, `2 spans`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Bytes in decimal units with at most three digits that count: `512 B`, `4.5 kB`, `27.1 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  // The rounded value decides: 999,950 bytes are 1 MB, not 1000 kB.
  while (Number(value.toFixed(1)) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1).replace(/\.0$/, '')} ${units[unit] ?? ''}`;
}

/** Seconds as a clock: `0:07`, `12:30`, `1:02:03`. */
export function clockText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** How long a run took: `85 ms`, `1.2 s`, `3:05`. */
export function elapsedText(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  return durationMs < 60_000 ? `${(durationMs / 1000).toFixed(1)} s` : clockText(durationMs / 1000);
}

/** Counts by reason, the largest first: `invalid-json 2, invalid-span-id 1`. */
export function reasonsText(reasons: Readonly<Record<string, number>>): string {
  const entries = Object.entries(reasons).sort(([, left], [, right]) => right - left);
  return entries.map(([reason, count]) => `${reason} ${countText(count)}`).join(', ');
}

/** A span of time to the unit that a person would say: `45 s`, `12 min`, `5 h`, `3 d`. */
export function spanText(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${countText(Math.floor(seconds / 86_400))} d`;
}

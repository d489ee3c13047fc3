import type { ShipProgress } from '@spanbridge/sdk';
import type { Environment } from './config/spanbridge-env.js';
import type { Host } from './host.js';
import { bytesText, clockText, countText } from './report/numbers.js';

/** Whether a progress line may be shown: on a terminal that a person looks at, and not in a log of a build machine. */
export function isProgressWanted(host: Host, isQuiet: boolean): boolean {
  return host.output.stderr.isTerminal && !isQuiet && !isContinuousIntegration(host.env);
}

function isContinuousIntegration(env: Environment): boolean {
  const text = (env['CI'] ?? '').toLowerCase();
  return text !== '' && text !== 'false' && text !== '0';
}

/** A run as one line: `45 %  12.3 MB of 27.1 MB  9,812 records/s  4,096 delivered  0:12 left`. */
export function progressText(progress: ShipProgress): string {
  const { bytesRead, bytesTotal, records, accepted, elapsedMs } = progress;
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0 ? `${countText(Math.round(records / seconds))} records/s` : '';
  const delivered = `${countText(accepted)} delivered`;
  if (bytesTotal === undefined || bytesTotal === 0) return join([bytesText(bytesRead), rate, delivered]);
  // A file that grows while it is read would show more than everything.
  const share = Math.min(bytesRead / bytesTotal, 1);
  const left = share > 0 && share < 1 ? `${clockText((seconds / share) * (1 - share))} left` : '';
  const read = `${bytesText(bytesRead)} of ${bytesText(bytesTotal)}`;
  return join([`${Math.floor(share * 100)} %`, read, rate, delivered, left]);
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('  ');
}

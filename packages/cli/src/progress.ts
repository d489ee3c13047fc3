import type { ShipProgress } from '@spanbridge/sdk';
import type { Environment } from '@spanbridge/sdk';
import type { Host } from './host.js';
import type { Output } from './output.js';
import { bytesText, clockText, countText } from './report/numbers.js';

/** Whether a progress line may be shown: on a terminal that a person looks at, and not in a log of a build machine. */
export function isProgressWanted(host: Host, isQuiet: boolean): boolean {
  return host.output.stderr.isTerminal && !isQuiet && !isContinuousIntegration(host.env);
}

function isContinuousIntegration(env: Environment): boolean {
  const text = (env['CI'] ?? '').toLowerCase();
  return text !== '' && text !== 'false' && text !== '0';
}

/** A run that goes on for days shows what it does now; this long before now. */
const RATE_WINDOW_MS = 5_000;

/** Writes where a run stands into the line of a terminal that the next call replaces. */
export function createProgressLine(output: Output): (progress: ShipProgress) => void {
  const rate = new RecentRate();
  return (progress) => {
    output.status(progressText(progress, rate.note(progress)));
  };
}

/** How many records of a second were read lately. */
class RecentRate {
  private readonly samples: Pick<ShipProgress, 'records' | 'elapsedMs'>[] = [{ records: 0, elapsedMs: 0 }];

  /** Takes a sample, and answers the rate since the last one that is older than the window; undefined at first. */
  note({ records, elapsedMs }: ShipProgress): number | undefined {
    this.samples.push({ records, elapsedMs });
    while ((this.samples[1]?.elapsedMs ?? Infinity) <= elapsedMs - RATE_WINDOW_MS) this.samples.shift();
    const [oldest] = this.samples;
    if (oldest === undefined || elapsedMs <= oldest.elapsedMs) return undefined;
    return ((records - oldest.records) / (elapsedMs - oldest.elapsedMs)) * 1000;
  }
}

/**
 * A run as one line: `45 %  12.3 MB of 27.1 MB  9,812 records/s  4,096 delivered  0:12 left`; of followed files
 * `12.3 MB  812 records/s  4,096 delivered  512 waiting  up to date`.
 */
export function progressText(progress: ShipProgress, recordsPerSecond?: number): string {
  const { bytesRead, bytesTotal, accepted, elapsedMs, waitingSpans = 0 } = progress;
  const rate = recordsPerSecond === undefined ? '' : `${countText(Math.round(recordsPerSecond))} records/s`;
  const delivered = `${countText(accepted)} delivered`;
  const waiting = waitingSpans > 0 ? `${countText(waitingSpans)} waiting` : '';
  if (bytesTotal === undefined || bytesTotal === 0) {
    return join([bytesText(bytesRead), rate, delivered, waiting, lagText(progress)]);
  }
  // A file that grows while it is read would show more than everything.
  const share = Math.min(bytesRead / bytesTotal, 1);
  const left = share > 0 && share < 1 ? `${clockText((elapsedMs / 1000 / share) * (1 - share))} left` : '';
  const read = `${bytesText(bytesRead)} of ${bytesText(bytesTotal)}`;
  return join([`${Math.floor(share * 100)} %`, read, rate, delivered, left]);
}

/** How far reading is behind the followed files. */
function lagText({ unreadBytes }: ShipProgress): string {
  if (unreadBytes === undefined) return '';
  return unreadBytes === 0 ? 'up to date' : `${bytesText(unreadBytes)} behind`;
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('  ');
}

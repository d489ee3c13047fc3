import type { ShipOptions } from '../ship-options.js';
import { type LogDestination, PartialLogs } from './partial-logs.js';

/** What sends heartbeats and stops; undefined where a run has nowhere to send them. */
export function openLogs(
  options: ShipOptions,
  destinations: readonly LogDestination[],
  warn: (message: string) => void,
): PartialLogs | undefined {
  if (destinations.length === 0) return undefined;
  return new PartialLogs({ destinations, delivery: options, heartbeatMs: options.provisionalHeartbeatMs, warn });
}

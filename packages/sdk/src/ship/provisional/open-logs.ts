import { type DeliveryOptions, logsUrlsOf } from '../destinations.js';
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

/**
 * The same for stops that an earlier run has left in its spool, whatever the strategy of this one. They need no store
 * of their own: what does not arrive stays where it is. Throws where nobody can know where they go.
 */
export function openLateLogs(
  options: DeliveryOptions & Pick<ShipOptions, 'logsUrl'>,
  warn: (message: string) => void,
): PartialLogs {
  const { endpoints, logsUrl } = options;
  const urls = logsUrlsOf({
    provisional: 'log',
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(logsUrl === undefined ? {} : { logsUrl }),
  });
  return new PartialLogs({
    destinations: urls.map((url) => ({ url })),
    delivery: options,
    heartbeatMs: undefined,
    warn,
  });
}

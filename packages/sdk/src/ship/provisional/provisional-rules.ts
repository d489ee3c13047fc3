import type { PendingSpansOptions } from '@spanbridge/core';
import type { ShipOptions } from '../ship-options.js';

/**
 * How often a silent source lets running spans be told of: a marker or a heartbeat is at most so late, and a request
 * more.
 */
export const TELLING_TICK_MS = 50;

/** The options of a run that say how running spans are told of, in the words of the table of spans. */
export function provisionalRules(
  options: Pick<ShipOptions, 'provisional' | 'provisionalMinAgeMs' | 'provisionalHeartbeatMs'>,
): Required<Pick<PendingSpansOptions, 'provisional'>> {
  const {
    provisional: strategy = 'hold',
    provisionalMinAgeMs: minAgeMs,
    provisionalHeartbeatMs: heartbeatMs,
  } = options;
  return {
    provisional: {
      strategy,
      ...(minAgeMs === undefined ? {} : { minAgeMs }),
      ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    },
  };
}

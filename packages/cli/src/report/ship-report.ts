import type { ShipEvent, ShipResult } from '@spanbridge/sdk';

/** How a run of `ship` is told, to a person or to a program. */
export interface ShipReport {
  readonly onEvent: (event: ShipEvent) => void;
  /** Writes what the run came to. Called once, after the last event, also when the run was cut short. */
  readonly finish: (result: ShipResult) => void;
}

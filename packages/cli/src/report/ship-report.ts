import type { BackendVerdict } from '../commands/verification.js';
import type { ShipEvent, ShipResult } from '@spanbridge/sdk';

/** How a run that sends is told, to a person or to a program. */
export interface DeliveryReport {
  readonly onEvent: (event: ShipEvent) => void;
  /** Writes what the run came to. Called once, after the last event, also when the run was cut short. */
  readonly finish: (result: ShipResult) => void;
}

/** How a run of `ship` is told. */
export interface ShipReport extends DeliveryReport {
  /** Takes what was read back from a backend; before `finish`. */
  readonly verified: (verdict: BackendVerdict) => void;
}

import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';
import { resolveInputs } from '../sources/inputs.js';
import { openDeadLetter } from './dead-letter.js';
import { closeDestinations, type Destination, openDestinations } from './destinations.js';
import { DirectShipment } from './direct-shipment.js';
import type { ShipOptions, ShipResult } from './ship-options.js';

function checkCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_OPTION,
    `The option ${name} is ${value}. Give a whole number from 1 on.`,
  );
}

/**
 * Ships the records of files or of stdin as OpenTelemetry spans over OTLP, once, in memory that does not grow with the
 * files: the reader pauses while the backend is behind.
 *
 * Everything that can be checked is checked before anything is read or sent: throws `SpanbridgeError` for inputs that
 * are missing, for an unusable endpoint, namespace, option or dead-letter file. While it runs nothing is thrown: broken
 * records and refused spans are counted, told through `onEvent`, and the result says how the run ended.
 */
export async function shipFiles(options: ShipOptions): Promise<ShipResult> {
  checkCount('batchSize', options.batchSize);
  checkCount('concurrency', options.concurrency);
  const inputs = await resolveInputs(options.inputs);
  const warn = (message: string): void => {
    options.onEvent?.({ type: 'warning', message });
  };
  const deadLetter = options.deadLetter === undefined ? undefined : openDeadLetter(options.deadLetter, warn);
  let destinations: readonly Destination[] | undefined;
  try {
    destinations = options.dryRun === true ? undefined : openDestinations(options, warn);
    return await new DirectShipment(options, { inputs, deadLetter, destinations }).perform();
  } finally {
    await closeDestinations(destinations ?? []);
    deadLetter?.close();
  }
}

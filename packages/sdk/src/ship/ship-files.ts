import { PROVISIONAL_STRATEGIES, SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';
import { resolveInputs } from '../sources/inputs.js';
import { openDeadLetter } from './dead-letter.js';
import { closeDestinations, logsUrlsOf, openDestinations } from './destinations.js';
import { DirectShipment } from './direct-shipment.js';
import { shipDurably, type ShipDurablyParts } from './durable/ship-durably.js';
import { stateDirectories } from './durable/state-directory.js';
import { refuseLivingCrashFiles } from './living-crash-files.js';
import { openLogs } from './provisional/open-logs.js';
import type { ShipOptions, ShipResult } from './ship-options.js';

function checkCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_OPTION,
    `The option ${name} is ${value}. Give a whole number from 1 on.`,
  );
}

function checkProvisional({ provisional = 'hold', provisionalMinAgeMs, provisionalHeartbeatMs }: ShipOptions): void {
  const isOne = PROVISIONAL_STRATEGIES.includes(provisional);
  if (!isOne) throw invalid('provisional', JSON.stringify(provisional), `one of: ${PROVISIONAL_STRATEGIES.join(', ')}`);
  if (!((provisionalMinAgeMs ?? 0) >= 0)) {
    throw invalid('provisionalMinAgeMs', provisionalMinAgeMs, 'a number of milliseconds from 0 on');
  }
  if (!((provisionalHeartbeatMs ?? 1) > 0)) {
    throw invalid('provisionalHeartbeatMs', provisionalHeartbeatMs, 'a number of milliseconds above 0');
  }
}

function invalid(name: string, value: unknown, rule: string): SpanbridgeError {
  return new SpanbridgeError(SDK_ERROR_CODES.INVALID_OPTION, `The option ${name} is ${String(value)}. Give ${rule}.`);
}

/** Checks what the options say together. */
function checkCombination({ follow, dryRun, inputs, checkpoint, format }: ShipOptions): void {
  const isStdin = inputs.includes('-');
  if (format === 'crash' && (follow === true || checkpoint !== undefined || isStdin)) {
    throw contradiction('a crash file is read whole, once', 'Name the file, and leave follow and checkpoint out.');
  }
  if (follow === true && dryRun === true) throw contradiction('dryRun reads once', 'Leave follow out.');
  if (isStdin && inputs.length > 1 && (follow === true || checkpoint !== undefined)) {
    throw contradiction('stdin and files cannot be followed by one run', 'Start one for stdin and one for the files.');
  }
}

function contradiction(what: string, remedy: string): SpanbridgeError {
  return new SpanbridgeError(SDK_ERROR_CODES.INVALID_OPTION, `These options contradict each other: ${what}. ${remedy}`);
}

/**
 * Ships the records of files or of stdin as OpenTelemetry spans over OTLP, in memory that does not grow with the files:
 * the reader pauses while the backend is behind. Once, or with `follow` until the signal.
 *
 * Everything that can be checked is checked before anything is read or sent: throws `SpanbridgeError` for inputs that
 * are missing (with `follow` they are waited for), for the crash file of a living process, for an unusable endpoint,
 * namespace, option, directory or dead-letter file. While it runs nothing is thrown: broken records and refused spans
 * are counted, told through `onEvent`, and the result says how the run ended.
 */
export async function shipFiles(options: ShipOptions): Promise<ShipResult> {
  checkCount('batchSize', options.batchSize);
  checkCount('concurrency', options.concurrency);
  checkProvisional(options);
  checkCombination(options);
  const isWaitedFor = options.follow === true && !options.inputs.includes('-');
  const inputs = isWaitedFor ? [] : await resolveInputs(options.inputs);
  if (options.dryRun !== true) refuseLivingCrashFiles(inputs);
  const warn = (message: string): void => {
    options.onEvent?.({ type: 'warning', message });
  };
  const deadLetter = options.deadLetter === undefined ? undefined : openDeadLetter(options.deadLetter, warn);
  try {
    const directories = options.dryRun === true ? undefined : stateDirectories(options, process.env);
    if (directories !== undefined) return await shipDurably(options, { directories, inputs, deadLetter, warn });
    return await shipDirectly(options, { inputs, deadLetter, warn });
  } finally {
    deadLetter?.close();
  }
}

async function shipDirectly(
  options: ShipOptions,
  parts: Pick<ShipDurablyParts, 'inputs' | 'deadLetter' | 'warn'>,
): Promise<ShipResult> {
  const logsUrls = logsUrlsOf(options);
  const destinations = options.dryRun === true ? undefined : openDestinations(options, parts.warn);
  const logs =
    destinations &&
    openLogs(
      options,
      logsUrls.map((url) => ({ url })),
      parts.warn,
    );
  try {
    return await new DirectShipment(options, { ...parts, destinations, logs }).perform();
  } finally {
    await closeDestinations(destinations ?? []);
  }
}

import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireDirectoryLock, openSpool, type Spool, type SpoolDrop } from '@spanbridge/otlp';
import type { ResolvedInput } from '../../sources/inputs.js';
import type { Checkpoint } from '../checkpoint/checkpoint-api.js';
import { openCheckpoint } from '../checkpoint/checkpoint.js';
import type { DeadLetterFile } from '../dead-letter.js';
import { closeDestinations, logsUrlsOf, openDestinations } from '../destinations.js';
import type { ShipOptions, ShipResult } from '../ship-options.js';
import { LateLogs } from '../provisional/late-logs.js';
import { openLateLogs, openLogs } from '../provisional/open-logs.js';
import type { LogDestination } from '../provisional/partial-logs.js';
import { destinationName } from './destination-name.js';
import { openSource } from './durable-source.js';
import { DurableShipment } from './durable-shipment.js';
import type { StateDirectories } from './state-directory.js';

/** The folder of a spool in which log records lie. */
const LOGS_NAME = 'logs';

/** What a durable run gets from `shipFiles`. */
export interface ShipDurablyParts {
  /** The inputs of a run that reads once; empty when files are followed. */
  readonly inputs: readonly ResolvedInput[];
  readonly directories: StateDirectories;
  readonly deadLetter: DeadLetterFile | undefined;
  readonly warn: (message: string) => void;
}

/**
 * Ships with a checkpoint and a spool. Throws a `SpanbridgeError` before anything is read when a directory is in use by
 * another process, cannot be used, or was written by a newer version.
 */
export async function shipDurably(options: ShipOptions, parts: ShipDurablyParts): Promise<ShipResult> {
  const closing: (() => Promise<void>)[] = [];
  try {
    const shipment = await open(options, parts, closing);
    const { state: stateDirectory, spool: spoolDirectory } = parts.directories;
    options.onEvent?.({ type: 'started', stateDirectory, spoolDirectory });
    const result = await shipment.perform();
    for (const close of closing.splice(0).reverse()) await close();
    if (result.outcome === 'complete' && !parts.directories.isKept) await forgetState(parts.directories);
    return result;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function open(
  options: ShipOptions,
  parts: ShipDurablyParts,
  closing: (() => Promise<void>)[],
): Promise<DurableShipment> {
  const { directories, warn } = parts;
  const stop = new AbortController();
  // Not the signal of the run: after it the backends still have a while.
  const { retryForMs = options.follow === true ? Number.POSITIVE_INFINITY : undefined } = options;
  const destinations = openDestinations(
    { ...options, signal: stop.signal, ...(retryForMs === undefined ? {} : { retryForMs }) },
    warn,
  );
  closing.push(() => closeDestinations(destinations));
  const lock = await acquireDirectoryLock(directories.state);
  closing.push(() => lock.release());
  const checkpoint: Checkpoint = await openCheckpoint({ directory: directories.state, warn });
  closing.push(() => checkpoint.close());
  const drops: SpoolDrop[] = [];
  const spool: Spool = await openSpool({
    directory: directories.spool,
    destinations: destinations.map(({ tracesUrl }) => destinationName(tracesUrl)),
    warn,
    onDrop: (drop) => {
      drops.push(drop);
    },
  });
  const inheritedDrops = drops.splice(0);
  closing.push(() => spool.close());
  const logs = openLogs(options, await logDestinations(options, directories, warn), warn);
  const lateLogs = new LateLogs(() => openLateLogs(options, warn), warn);
  closing.push(() => (logs ?? lateLogs).finish(0));
  const isReadOnce = !directories.isKept || options.inputs.includes('-');
  return new DurableShipment(options, {
    ...parts,
    openSource: (hooks) => openSource(options, isReadOnce ? parts.inputs : undefined, hooks),
    checkpoint,
    spool,
    drops,
    inheritedDrops,
    destinations,
    logs,
    lateLogs,
    endSending: () => {
      stop.abort();
    },
  });
}

/** Stops that cannot be sent lie in a spool of their own for each URL: spans do not wait for log records. */
async function logDestinations(
  options: ShipOptions,
  { spool }: StateDirectories,
  warn: (message: string) => void,
): Promise<readonly LogDestination[]> {
  const opened: LogDestination[] = [];
  for (const url of logsUrlsOf(options)) {
    const directory = join(spool, LOGS_NAME, createHash('sha256').update(url).digest('hex').slice(0, 12));
    opened.push({ url, spool: await openSpool({ directory, destinations: ['logs'], warn }) });
  }
  return opened;
}

/** A run without a checkpoint that has ended well is over: the next one with this spool begins anew. */
async function forgetState({ state }: StateDirectories): Promise<void> {
  await rm(state, { recursive: true, force: true });
}

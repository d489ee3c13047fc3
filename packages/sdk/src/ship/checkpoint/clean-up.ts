import { join } from 'node:path';
import { type CheckpointFiles } from './checkpoint-files.js';
import { logGeneration } from './recovery.js';

/** Damaged logs that are kept; with more than that, nobody is looking at them. The oldest go first. */
const DAMAGED_LOGS_MAX = 8;

const DAMAGED = '.corrupt';

interface Place {
  readonly files: CheckpointFiles;
  readonly directory: string;
}

/** Keeps damaged files under a name that is never read again. What fails is left as it is. */
export async function setAside({ files, directory }: Place, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await files.rename(join(directory, name), join(directory, `${name}${DAMAGED}`)).catch(() => undefined);
  }
}

/**
 * Removes the logs below a generation, and damaged ones beyond the newest 8. Only to be called when a newer slot is on
 * the disk. What fails is tried again after the next snapshot.
 */
export async function removeOldLogs({ files, directory }: Place, generation: number): Promise<void> {
  const names = await files.list(directory).catch(() => []);
  const old = names.filter((name) => (logGeneration(name) ?? generation) < generation);
  const kept = names.filter((name) => damagedGeneration(name) > 0);
  kept.sort((a, b) => damagedGeneration(b) - damagedGeneration(a));
  for (const name of [...old, ...kept.slice(DAMAGED_LOGS_MAX)]) {
    await files.remove(join(directory, name)).catch(() => undefined);
  }
}

function damagedGeneration(name: string): number {
  return name.endsWith(DAMAGED) ? (logGeneration(name.slice(0, -DAMAGED.length)) ?? 0) : 0;
}

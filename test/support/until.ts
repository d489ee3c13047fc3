import { setTimeout as delay } from 'node:timers/promises';

/** Between two looks: short against everything that is waited for. */
const LOOK_INTERVAL_MS = 20;

/** Longer than the slowest machine needs; a test that gets here fails and says what it waited for. */
const WAIT_MAX_MS = 20_000;

/** Waits for another process, by looking again and again, and fails when what is waited for does not come. */
export async function until(isSo: () => boolean, what: () => string): Promise<void> {
  for (let look = 0; look < WAIT_MAX_MS / LOOK_INTERVAL_MS; look += 1) {
    if (isSo()) return;
    await delay(LOOK_INTERVAL_MS);
  }
  throw new Error(`Waited in vain. ${what()}`);
}

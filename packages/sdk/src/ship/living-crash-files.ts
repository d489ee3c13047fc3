import { SpanbridgeError } from '@spanbridge/core';
import { holderOf } from '../crash/file-identity.js';
import { SDK_ERROR_CODES } from '../errors.js';
import type { ResolvedInput } from '../sources/inputs.js';

/**
 * Refuses the crash file of a process that still runs: its open spans are going to end, and each would then have been
 * sent under its real id before. Throws `CRASH_FILE_IN_USE`.
 */
export function refuseLivingCrashFiles(inputs: readonly ResolvedInput[]): void {
  for (const input of inputs) {
    if (input.kind !== 'file') continue;
    const holder = holderOf(input.path);
    if (holder.status !== 'alive') continue;
    throw new SpanbridgeError(
      SDK_ERROR_CODES.CRASH_FILE_IN_USE,
      `${input.path} is the crash file of process ${holder.header.pid}, which still runs and sends its spans itself. ` +
        'Ship the file when the process has ended, or look at it with `spanbridge view`.',
    );
  }
}

import { isRecord, type RecordBridge } from '@spanbridge/core';

/** The name of the format of crash files. */
export const CRASH_FORMAT = 'crash';

/**
 * Turns away the first line of a crash file that came where lines are read one by one: what the file says is known at
 * its end only, and where it was read to would mean nothing.
 */
export function createCrashHeaderBridge(): RecordBridge {
  return {
    format: CRASH_FORMAT,
    recognises: (value) => isRecord(value) && 'spanbridge.crash' in value,
    read: () => ({
      status: 'rejected',
      reason: 'invalid-shape',
      detail: 'a crash file is read whole: ship it without --follow and --checkpoint',
    }),
  };
}

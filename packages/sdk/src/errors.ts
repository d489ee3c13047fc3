/** Codes of the `SpanbridgeError`s that this package throws before it starts to read, with their meaning. */
export const SDK_ERROR_CODES = {
  /** An endpoint is no http or https URL. */
  INVALID_ENDPOINT: 'INVALID_ENDPOINT',
  /** An option of `shipFiles` has a value that cannot work. */
  INVALID_OPTION: 'INVALID_OPTION',
  /** The checkpoint belongs to a run with other settings. */
  CHECKPOINT_MISMATCH: 'CHECKPOINT_MISMATCH',
  /** An address to read traces back from is no http or https URL. */
  INVALID_QUERY_URL: 'INVALID_QUERY_URL',
  /** The dead-letter file cannot be written. */
  DEAD_LETTER_UNWRITABLE: 'DEAD_LETTER_UNWRITABLE',
  /** The directory or a file of a checkpoint cannot be read or made. */
  CHECKPOINT_UNUSABLE: 'CHECKPOINT_UNUSABLE',
  /** A directory that was named as a spool is none. */
  SPOOL_NOT_FOUND: 'SPOOL_NOT_FOUND',
  /** A newer version of spanbridge wrote the checkpoint; nothing was touched. */
  CHECKPOINT_VERSION: 'CHECKPOINT_VERSION',
  /** The journal of open spans cannot be made: its directory refuses, or a file of somebody else lies there. */
  CRASH_FILE_UNUSABLE: 'CRASH_FILE_UNUSABLE',
  /** A crash file that is to be shipped belongs to a process that still runs. */
  CRASH_FILE_IN_USE: 'CRASH_FILE_IN_USE',
} as const;

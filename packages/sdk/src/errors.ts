/** Codes of the `SpanbridgeError`s that this package throws before it starts to read, with their meaning. */
export const SDK_ERROR_CODES = {
  /** An endpoint is no http or https URL. */
  INVALID_ENDPOINT: 'INVALID_ENDPOINT',
  /** An option of `shipFiles` has a value that cannot work. */
  INVALID_OPTION: 'INVALID_OPTION',
  /** An address to read traces back from is no http or https URL. */
  INVALID_QUERY_URL: 'INVALID_QUERY_URL',
  /** The dead-letter file cannot be written. */
  DEAD_LETTER_UNWRITABLE: 'DEAD_LETTER_UNWRITABLE',
} as const;

/** The codes of the errors that this package raises, all of them while something is configured. */
export const CORE_ERROR_CODES = [
  /** A namespace of derived ids has a character outside `A-Z a-z 0-9 . _ -`. */
  'INVALID_NAMESPACE',
] as const;

/** One of {@link CORE_ERROR_CODES}. */
export type CoreErrorCode = (typeof CORE_ERROR_CODES)[number];

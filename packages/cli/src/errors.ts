import { SpanbridgeError } from '@spanbridge/core';

/** The codes of the errors that the command line raises itself. Each ends the process with exit code 2. */
export const CLI_ERROR_CODES = [
  'UNKNOWN_COMMAND',
  'NOT_IN_THIS_VERSION',
  'INVALID_OPTION',
  'INVALID_CONFIG',
  'CONFIG_NOT_READABLE',
  'NO_INPUT',
  'INVALID_TRACE_ID',
  'AMBIGUOUS_TRACE_ID',
  'OUTPUT_NOT_WRITABLE',
  'PORT_TAKEN',
] as const;

/** One of {@link CLI_ERROR_CODES}. */
export type CliErrorCode = (typeof CLI_ERROR_CODES)[number];

/** Makes an error of the command line; the message says what is wrong and what to do. */
export function cliError(code: CliErrorCode, message: string): SpanbridgeError {
  return new SpanbridgeError(code, message);
}

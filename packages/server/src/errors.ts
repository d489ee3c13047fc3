/** Every code of a `SpanbridgeError` that this package throws; all of them while the server is started, none later. */
export const SERVER_ERROR_CODES = [
  /** Another process listens on the port. */
  'PORT_IN_USE',
  /** The address is reachable from other machines and no token was given. */
  'TOKEN_REQUIRED',
  /** The operating system refused the address for another reason: no such interface, no permission. */
  'LISTEN_FAILED',
  /** An option has a value that no server could run with. */
  'INVALID_OPTION',
] as const;

/** One of {@link SERVER_ERROR_CODES}. */
export type ServerErrorCode = (typeof SERVER_ERROR_CODES)[number];

/**
 * An error that spanbridge itself raises: while something is constructed or configured, and from the command line.
 * Running code returns unions instead and never throws one.
 *
 * Recognise it by `name` and `code`, not by `instanceof`: two copies of a package in one tree are common.
 */
export class SpanbridgeError extends Error {
  override readonly name = 'SpanbridgeError';

  /**
   * @param code - stable, upper snake case or the name of a reject reason; each package lists its codes in `errors.ts`
   * @param message - what happened, the value or path, and what to do
   */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Answers whether an unknown value is a {@link SpanbridgeError}, of this copy of the package or of another. */
export function isSpanbridgeError(value: unknown): value is SpanbridgeError {
  return value instanceof Error && value.name === 'SpanbridgeError' && 'code' in value;
}

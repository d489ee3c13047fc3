/**
 * The codes of the errors that reading inputs can throw, each a `SpanbridgeError`. All but `INPUT_READ_FAILED` come
 * from `resolveInputs`, before anything has been read.
 */
export const SOURCE_ERROR = {
  /** No input was named at all. */
  noInput: 'NO_INPUT',
  /** A path that does not exist and is no glob. */
  notFound: 'INPUT_NOT_FOUND',
  /** A glob that matches no file. */
  noMatch: 'INPUT_GLOB_WITHOUT_MATCH',
  /** A directory was given where a file is needed. */
  isDirectory: 'INPUT_IS_DIRECTORY',
  /** The file exists but may not be read, or cannot be looked at. */
  unreadable: 'INPUT_UNREADABLE',
  /** A socket or block device. */
  notAFile: 'INPUT_NOT_A_FILE',
  /** `-` was named more than once; stdin can be read only once. */
  stdinTwice: 'INPUT_STDIN_TWICE',
  /** The file is compressed in a way that this version of Node.js cannot read. */
  unsupportedCompression: 'INPUT_COMPRESSION_UNSUPPORTED',
  /** Reading failed in the middle of an input. */
  readFailed: 'INPUT_READ_FAILED',
} as const;

/** One of the codes of {@link SOURCE_ERROR}. */
export type SourceErrorCode = (typeof SOURCE_ERROR)[keyof typeof SOURCE_ERROR];

/**
 * A path in quotes, as messages show it. Control and formatting characters are escaped: a file name is foreign text
 * and must not move the cursor of a terminal or forge a line of a log.
 */
export function quotePath(path: string): string {
  const escaped = path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return `"${escaped}"`;
}

/**
 * The code of a system error (`ENOENT`), or undefined when the value has none. By its shape, not by `instanceof`: an
 * error may come from another realm of the process.
 */
export function systemErrorCode(error: unknown): string | undefined {
  const code = propertyOf(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** What a caught value says about itself, for use inside a sentence. */
export function causeText(error: unknown): string {
  const message = propertyOf(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

function propertyOf(value: unknown, name: 'code' | 'message'): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as { readonly code?: unknown; readonly message?: unknown })[name];
}

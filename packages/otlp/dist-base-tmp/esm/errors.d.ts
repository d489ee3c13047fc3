import { SpanbridgeError } from '@spanbridge/core/diagnostics';
/** The codes of the errors that this package raises, all of them while something is constructed. */
export declare const OTLP_ERROR_CODES: readonly ["OTLP_URL_INVALID", "OTLP_HEADER_INVALID", "OTLP_OPTION_INVALID", "DIRECTORY_LOCKED", "DIRECTORY_UNUSABLE", "SPOOL_UNUSABLE", "SPOOL_VERSION"];
/** One of {@link OTLP_ERROR_CODES}. */
export type OtlpErrorCode = (typeof OTLP_ERROR_CODES)[number];
/** The traces URL cannot be used. The value is not repeated: it may hold a password. */
export declare function urlInvalid(fault: string): SpanbridgeError;
/** A header name or value has characters that HTTP does not allow. The value is not repeated: it may be a token. */
export declare function headerInvalid(name: string, cause: unknown): SpanbridgeError;
/** A number among the options is out of its range. */
export declare function optionInvalid(name: string, value: number, range: string): SpanbridgeError;
/** Another process, or this one, holds a directory; `pid` is undefined when the lock does not tell. */
export declare function directoryLocked(directory: string, pid: number | undefined, lockPath: string): SpanbridgeError;
/** A directory cannot be taken: not ours, not safe, or the file system refuses. */
export declare function directoryUnusable(directory: string, fault: string, cause?: unknown): SpanbridgeError;
/** A spool cannot be opened at all. */
export declare function spoolUnusable(directory: string, fault: string, cause?: unknown): SpanbridgeError;
/** A file was written by a later version; it is left as it is. */
export declare function spoolVersion(path: string, version: number, versionMax: number): SpanbridgeError;
//# sourceMappingURL=errors.d.ts.map
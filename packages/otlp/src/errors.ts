import { SpanbridgeError } from '@spanbridge/core/diagnostics';

/** The codes of the errors that this package raises, all of them while something is constructed. */
export const OTLP_ERROR_CODES = ['OTLP_URL_INVALID', 'OTLP_HEADER_INVALID', 'OTLP_OPTION_INVALID'] as const;

/** One of {@link OTLP_ERROR_CODES}. */
export type OtlpErrorCode = (typeof OTLP_ERROR_CODES)[number];

/** The traces URL cannot be used. The value is not repeated: it may hold a password. */
export function urlInvalid(fault: string): SpanbridgeError {
  return otlpError(
    'OTLP_URL_INVALID',
    `The OTLP traces URL ${fault}. Give a whole http or https URL, such as http://127.0.0.1:4318/v1/traces.`,
  );
}

/** A header name or value has characters that HTTP does not allow. The value is not repeated: it may be a token. */
export function headerInvalid(name: string, cause: unknown): SpanbridgeError {
  return otlpError(
    'OTLP_HEADER_INVALID',
    `The header ${JSON.stringify(name)} has a name or a value that HTTP does not allow. ` +
      'Remove line breaks and control characters.',
    cause,
  );
}

/** A number among the options is out of its range. */
export function optionInvalid(name: string, value: number, range: string): SpanbridgeError {
  return otlpError('OTLP_OPTION_INVALID', `The option ${name} is ${value}, but has to be ${range}.`);
}

function otlpError(code: OtlpErrorCode, message: string, cause?: unknown): SpanbridgeError {
  return new SpanbridgeError(code, message, cause === undefined ? undefined : { cause });
}

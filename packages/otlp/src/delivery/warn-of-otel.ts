import { diag } from '@opentelemetry/api';

/** The diagnostics of the OTel API: silent unless the application has set a logger. */
export function warnOfOtel(message: string): void {
  diag.warn(message);
}

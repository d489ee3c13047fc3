import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';

/** Where traces go when nothing else is said: OTLP over HTTP on this machine. IPv4 on purpose: `localhost` may be ::1. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';

const TRACES_PATH = '/v1/traces';

/**
 * The URL that traces are posted to. An endpoint without a path is a base and gets `/v1/traces`; one with a path is the
 * traces URL as it stands. Throws `INVALID_ENDPOINT` for anything but an http or https URL.
 */
export function resolveTracesUrl(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new SpanbridgeError(
      SDK_ERROR_CODES.INVALID_ENDPOINT,
      `The endpoint ${JSON.stringify(endpoint)} is no URL that traces can be posted to. Write it like ${DEFAULT_ENDPOINT}.`,
    );
  }
  if (url.pathname === '/' || url.pathname === '') url.pathname = TRACES_PATH;
  return url.href;
}

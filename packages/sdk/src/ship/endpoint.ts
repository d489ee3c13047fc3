import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';
import type { TracesUrl } from './ship-options.js';

/**
 * Where traces go when nothing else is said: OTLP over HTTP on this machine. IPv4 on purpose: `localhost` may be ::1.
 */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';

const TRACES_PATH = '/v1/traces';

function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_ENDPOINT,
    `The endpoint ${JSON.stringify(text)} is no URL that traces can be posted to. Write it like ${DEFAULT_ENDPOINT}.`,
  );
}

/**
 * The URL that traces are posted to. An endpoint without a path is a base and gets `/v1/traces`; one with a path is the
 * traces URL as it stands. Throws `INVALID_ENDPOINT` for anything but an http or https URL.
 */
export function resolveTracesUrl(endpoint: string): string {
  const url = parseHttpUrl(endpoint);
  if (url.pathname === '/' || url.pathname === '') url.pathname = TRACES_PATH;
  return url.href;
}

/** The URL of a destination: resolved from an endpoint, or checked and left as it stands. */
export function tracesUrlOf(endpoint: string | TracesUrl): string {
  return typeof endpoint === 'string' ? resolveTracesUrl(endpoint) : parseHttpUrl(endpoint.tracesUrl).href;
}

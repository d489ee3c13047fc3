import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../errors.js';
import type { TracesUrl } from './ship-options.js';

/**
 * Where traces go when nothing else is said: OTLP over HTTP on this machine. IPv4 on purpose: `localhost` may be ::1.
 */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';

const TRACES_PATH = '/v1/traces';
const LOGS_PATH = '/v1/logs';

function parseHttpUrl(text: string, what = 'traces'): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_ENDPOINT,
    `The endpoint ${JSON.stringify(text)} is no URL that ${what} can be posted to. Write it like ${DEFAULT_ENDPOINT}.`,
  );
}

function withPath(url: URL, path: string): string {
  if (url.pathname === '/' || url.pathname === '') url.pathname = path;
  return url.href;
}

/**
 * The URL that traces are posted to. An endpoint without a path is a base and gets `/v1/traces`; one with a path is the
 * traces URL as it stands. Throws `INVALID_ENDPOINT` for anything but an http or https URL.
 */
export function resolveTracesUrl(endpoint: string): string {
  return withPath(parseHttpUrl(endpoint), TRACES_PATH);
}

/** The same for log records, whose path is `/v1/logs`. */
export function resolveLogsUrl(endpoint: string): string {
  return withPath(parseHttpUrl(endpoint, 'log records'), LOGS_PATH);
}

/** The URL of a destination: resolved from an endpoint, or checked and left as it stands. */
export function tracesUrlOf(endpoint: string | TracesUrl): string {
  return typeof endpoint === 'string' ? resolveTracesUrl(endpoint) : parseHttpUrl(endpoint.tracesUrl).href;
}

/**
 * The URL that log records are posted to, beside a traces URL: `/v1/logs` where that one ends with `/v1/traces`. Throws
 * `INVALID_ENDPOINT` for any other: nobody can know it.
 */
export function logsUrlBeside(tracesUrl: string): string {
  const url = new URL(tracesUrl);
  if (url.pathname.endsWith(TRACES_PATH)) {
    url.pathname = `${url.pathname.slice(0, -TRACES_PATH.length)}${LOGS_PATH}`;
    return url.href;
  }
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_ENDPOINT,
    `The strategy "log" sends log records as well, and ${url.origin}${url.pathname} takes traces alone. Give the ` +
      'endpoint as a base, without a path, or say where log records go: --logs-endpoint, the option logsUrl or ' +
      'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT.',
  );
}

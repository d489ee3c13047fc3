import { diag } from '@opentelemetry/api';
import { SpanbridgeError } from '@spanbridge/core';
import type { ServerErrorCode } from './errors.js';
import { isOrigin } from './http/cross-origin.js';
import { isLoopbackHost } from './http/guard.js';
import { DEFAULT_LIMITS, type ServerLimits } from './limits.js';

/** The port that OTLP over HTTP has by its specification. */
const OTLP_HTTP_PORT = 4318;

/** Options of `startServer`; each limit has its default in `DEFAULT_LIMITS`. */
export interface ServerOptions extends Partial<ServerLimits> {
  /** Name or address to listen on; default `127.0.0.1`. One that other machines reach needs a `token`. */
  readonly host?: string;
  /** Default 4318; 0 takes a free one. */
  readonly port?: number;
  /** Asked for on every route but `/healthz`. Default none, which only loopback allows. */
  readonly token?: string;
  /**
   * Origins of web pages that may send OTLP here, such as `http://localhost:5173`; they can read nothing. Default none:
   * pages of other origins are refused.
   */
  readonly allowedOrigins?: readonly string[];
  /** Told the first loss of each kind and mistakes of senders; default OTel's `diag`. */
  readonly warn?: (message: string) => void;
  /** Wall clock in milliseconds since 1970; default `Date.now`. */
  readonly clock?: () => number;
}

/** {@link ServerOptions} with every default filled in. */
export interface ServerSettings extends ServerLimits {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly warn: (message: string) => void;
  readonly clock: () => number;
}

/** Fills in the defaults. Throws a `SpanbridgeError` for values that no server could, or should, run with. */
export function toServerSettings(options: ServerOptions): ServerSettings {
  const { host, port, token, allowedOrigins, warn, clock, ...limits } = options;
  const settings = {
    ...DEFAULT_LIMITS,
    ...limits,
    host: (host ?? '127.0.0.1').replace(/^\[|\]$/g, ''),
    port: port ?? OTLP_HTTP_PORT,
    token,
    allowedOrigins: allowedOrigins ?? [],
    warn: warn ?? warnByDiag,
    clock: clock ?? Date.now,
  };
  checkNumbers(settings);
  checkToken(settings);
  checkOrigins(settings);
  return settings;
}

/** An error of this package, with one of its own codes. */
export function serverError(code: ServerErrorCode, message: string, cause?: Error): SpanbridgeError {
  return new SpanbridgeError(code, message, cause && { cause });
}

function checkNumbers(settings: ServerSettings): void {
  const { port } = settings;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw serverError('INVALID_OPTION', `Port ${port} does not exist. Use 1 to 65535, or 0 for a free one.`);
  }
  for (const name of Object.keys(DEFAULT_LIMITS) as (keyof ServerLimits)[]) {
    if (Number.isInteger(settings[name]) && settings[name] > 0) continue;
    throw serverError('INVALID_OPTION', `${name} is ${settings[name]}. Use a whole number above 0.`);
  }
}

function checkToken({ host, token }: ServerSettings): void {
  if (token === '') throw serverError('INVALID_OPTION', 'The token is empty. Use a long random one, or none.');
  if (token !== undefined || isLoopbackHost(host)) return;
  throw serverError(
    'TOKEN_REQUIRED',
    `Other machines can reach "${host}", and traces may hold anything. Set a token, or listen on 127.0.0.1.`,
  );
}

/** `*` is no origin: it would let any page that is open in a browser write here. */
function checkOrigins({ allowedOrigins }: ServerSettings): void {
  for (const origin of allowedOrigins) {
    if (isOrigin(origin)) continue;
    const remedy = 'Give the scheme, the host and, if it has one, the port of the page, such as http://localhost:5173.';
    throw serverError('INVALID_OPTION', `"${origin}" is not the origin of a web page. ${remedy}`);
  }
}

function warnByDiag(message: string): void {
  diag.warn(message);
}

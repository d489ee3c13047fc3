import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and the place for its answer, read once at the edge so that no route parses an address again. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path with its percent escapes resolved, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What a route answers; whole, so that no response is ever half sent. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * On every answer. Spans may hold anything, so nothing is kept by caches, guessed at, embedded or run: scripts and
 * styles come from this server alone. `Access-Control-Allow-Origin` is sent only for what `CrossOrigin` lets pass.
 */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Splits the address of a request. Undefined when it is no path, or has an escape that stands for no text. */
export function toExchange(request: IncomingMessage, response: ServerResponse): Exchange | undefined {
  const url = request.url ?? '';
  // `//host/path` and `http://host/path` would be read as another host by whoever resolves them.
  if (!url.startsWith('/') || url.startsWith('//')) return undefined;
  const mark = url.indexOf('?');
  const path = decodePath(mark < 0 ? url : url.slice(0, mark));
  if (path === undefined) return undefined;
  return { request, response, path, query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)) };
}

/** Sends an answer. What is left of the request's body is read and thrown away by Node, up to the request timeout. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    ...SECURITY_HEADERS,
    'Content-Type': answer.contentType,
    'Content-Length': String(body.byteLength),
    ...answer.headers,
  });
  response.end(body);
}

/** An answer of JSON. */
export function jsonAnswer(value: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(value) };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

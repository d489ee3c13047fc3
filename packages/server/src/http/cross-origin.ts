import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './exchange.js';

/** Where pages of an allowed origin may send to. They may read nothing: the answers of these hold no spans. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/v1/traces', '/v1/logs']);

/** What a page may say about its request: what OTLP needs, and the token. */
const ALLOWED_HEADERS = 'authorization, content-encoding, content-type';

/** How long a browser need not ask again; ours is the longest that all of them keep. */
const PREFLIGHT_SECONDS = '600';

/** What a request has to do with the origins that are allowed. */
export type CrossOriginVerdict =
  /** It is judged like any other. */
  | { readonly status: 'none' }
  /** A browser asks whether it may send; this is the answer. */
  | { readonly status: 'preflight'; readonly answer: Answer }
  /** It comes from a page of an allowed origin: these headers belong on its answer, whatever that is. */
  | { readonly status: 'allowed'; readonly headers: Readonly<Record<string, string>> };

/** Whether a text is an origin as browsers write it: `https://shop.example` or `http://localhost:5173`. */
export function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Lets pages of some origins send OTLP here, and do nothing else. Pure. */
export class CrossOrigin {
  private readonly origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.origins = new Set(origins);
  }

  /** Judges one request by its method, path and headers. */
  judge(method: string | undefined, path: string, headers: IncomingHttpHeaders): CrossOriginVerdict {
    const { origin } = headers;
    if (origin === undefined || !this.origins.has(origin) || !OPEN_PATHS.has(path)) return { status: 'none' };
    // An answer for one origin must not be kept for another.
    const own = { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
    if (method === 'POST') return { status: 'allowed', headers: own };
    if (method !== 'OPTIONS' || headers['access-control-request-method'] !== 'POST') return { status: 'none' };
    return { status: 'preflight', answer: toPreflightAnswer(own) };
  }
}

function toPreflightAnswer(own: Readonly<Record<string, string>>): Answer {
  return {
    status: 204,
    contentType: 'text/plain; charset=utf-8',
    body: '',
    headers: {
      ...own,
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': ALLOWED_HEADERS,
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    },
  };
}

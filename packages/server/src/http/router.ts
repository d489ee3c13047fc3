import type { Answer, Exchange } from './exchange.js';

/** What runs for a route. May throw: the caller answers 500 then. */
export type Handler = (exchange: Exchange, parameters: RouteParameters) => Answer | Promise<Answer>;

/** The parts of a path that a route left open. */
export interface RouteParameters {
  /** Present where the path has `{traceId}`, empty elsewhere; 32 lower-case hex digits. */
  readonly traceId: string;
  /** Present where the path has `{idText}`, empty elsewhere: whatever stands there, for ids in spellings of others. */
  readonly idText: string;
}

/** One path and what runs for it. `HEAD` is answered wherever `GET` is. */
export interface Route {
  /** A path, with at most one segment `{traceId}`, or with `{idText}` at its end. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly handler: Handler;
  /** Answered without the token: says nothing about spans. */
  readonly isOpen?: boolean;
}

/** Which route a request is for. */
export type RouteMatch =
  | { readonly status: 'found'; readonly route: Route; readonly parameters: RouteParameters }
  /** The path exists, the method does not; `allow` is what the `Allow` header says. */
  | { readonly status: 'wrong-method'; readonly allow: string }
  | { readonly status: 'unknown-path' };

const TRACE_ID = '(?<traceId>[0-9a-fA-F]{32})';

/** Slashes too: the path has lost its percent escapes, and base64 has slashes. */
const ID_TEXT = '(?<idText>.+)';

/** The table of all routes; a path belongs to one method. */
export class Router {
  private readonly entries: readonly { readonly pattern: RegExp; readonly route: Route }[];

  constructor(routes: readonly Route[]) {
    this.entries = routes.map((route) => ({ pattern: toPattern(route.path), route }));
  }

  /** Finds the route for a method and a path. */
  find(method: string, path: string): RouteMatch {
    for (const { pattern, route } of this.entries) {
      const match = pattern.exec(path);
      if (match === null) continue;
      if (!accepts(route, method)) return { status: 'wrong-method', allow: allowOf(route) };
      const { traceId = '', idText = '' } = match.groups ?? {};
      return { status: 'found', route, parameters: { traceId: traceId.toLowerCase(), idText } };
    }
    return { status: 'unknown-path' };
  }
}

function accepts(route: Route, method: string): boolean {
  return method === route.method || (method === 'HEAD' && route.method === 'GET');
}

function allowOf(route: Route): string {
  return route.method === 'GET' ? 'GET, HEAD' : route.method;
}

function toPattern(path: string): RegExp {
  const parts = path.split(/(\{traceId\}|\{idText\})/).map((part) => {
    if (part === '{traceId}') return TRACE_ID;
    return part === '{idText}' ? ID_TEXT : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}

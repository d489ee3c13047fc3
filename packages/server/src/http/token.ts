import { createHash, timingSafeEqual } from 'node:crypto';
import type { Exchange } from './exchange.js';

/** Whether a request showed the token. */
export type TokenVerdict =
  | { readonly status: 'allowed' }
  | { readonly status: 'refused' }
  /** The page was opened with `?token=`: go on at `location`, with the cookie instead of the address. */
  | { readonly status: 'exchanged'; readonly location: string; readonly cookie: string };

const COOKIE = 'spanbridge_session';

/**
 * Checks the token of a server that has one: `Authorization: Bearer TOKEN`, the cookie of the page, or `?token=TOKEN`.
 * The last is exchanged for the cookie at once, because addresses end up in histories and screenshots.
 */
export class TokenCheck {
  private readonly expected: Buffer;
  /** The cookie holds a digest, so that the token itself is not kept by the browser. */
  private readonly session: string;

  constructor(token: string) {
    this.expected = digest(token);
    this.session = digest(`${COOKIE}|${token}`).toString('hex');
  }

  /** Answers for one request. Compares in constant time. */
  check({ request, path, query }: Exchange): TokenVerdict {
    const bearer = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined && timingSafeEqual(digest(bearer), this.expected)) return { status: 'allowed' };
    const cookie = readCookie(request.headers.cookie ?? '');
    if (cookie !== undefined && timingSafeEqual(digest(cookie), digest(this.session))) return { status: 'allowed' };
    const asked = query.get('token');
    if (asked === null || !timingSafeEqual(digest(asked), this.expected)) return { status: 'refused' };
    if (path !== '/' || request.method !== 'GET') return { status: 'allowed' };
    return {
      status: 'exchanged',
      location: '/',
      cookie: `${COOKIE}=${this.session}; Path=/; HttpOnly; SameSite=Strict`,
    };
  }
}

function readCookie(header: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** Digests have equal lengths, which the constant-time comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

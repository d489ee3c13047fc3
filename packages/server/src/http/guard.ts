import { BlockList, isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';

/** Whether a request may reach any route at all. */
export type GuardVerdict =
  | { readonly status: 'allowed' }
  /** Answered 403; the detail says what was wrong and what to do. */
  | { readonly status: 'refused'; readonly detail: string };

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const HOST_HEADER = /^(\[[0-9a-f:.]+\]|[^:[\]/\s]+)(?::\d{1,5})?$/i;

/** Answers whether a name or an address, with or without brackets, can only mean this machine. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  const version = isIP(name);
  return version !== 0 && LOOPBACK.check(name, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Refuses what a web page of a stranger can make a browser send.
 *
 * The `Host` check stops DNS rebinding, where a stranger's name is made to resolve to loopback; it is left out when
 * the server is reachable under names that it cannot know, and a token is required then. The `Origin` and
 * `Sec-Fetch-Site` checks stop reading and writing across origins, also where the browser asks no permission first.
 */
export function checkOrigin(headers: IncomingHttpHeaders, boundTo: 'loopback' | 'network'): GuardVerdict {
  const host = HOST_HEADER.exec(headers.host ?? '')?.[1];
  if (host === undefined) return refused('The Host header names no host.');
  if (boundTo === 'loopback' && !isLoopbackHost(host)) {
    return refused('This server answers to localhost, 127.0.0.1 and [::1] only; the Host header names another host.');
  }
  if (headers.origin !== undefined && !isSameOrigin(headers.origin, headers.host ?? '')) {
    return refused('Web pages of another origin may neither read nor send traces here.');
  }
  if (headers['sec-fetch-site'] === 'cross-site') {
    return refused('A page of another site led here. Type or paste the address into the browser instead.');
  }
  return { status: 'allowed' };
}

/** The scheme is left open, because a proxy in front may speak https for the same host and port. */
function isSameOrigin(origin: string, host: string): boolean {
  const found = /^https?:\/\/(.+)$/i.exec(origin)?.[1];
  return found !== undefined && found.toLowerCase() === host.toLowerCase();
}

function refused(detail: string): GuardVerdict {
  return { status: 'refused', detail };
}

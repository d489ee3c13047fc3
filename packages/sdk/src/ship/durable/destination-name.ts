import { createHash } from 'node:crypto';

/** Longest part of a name that people read; the whole stays below what a spool allows. */
const READABLE_LENGTH_MAX = 80;

/**
 * The name under which a spool knows a destination: host and path to read, and a hash of the whole URL, which may hold
 * a password or a token and must not be on the disk.
 */
export function destinationName(tracesUrl: string): string {
  const { host, pathname } = new URL(tracesUrl);
  const hash = createHash('sha256').update(tracesUrl).digest('hex').slice(0, 12);
  return `${`${host}${pathname}`.slice(0, READABLE_LENGTH_MAX)}#${hash}`;
}
